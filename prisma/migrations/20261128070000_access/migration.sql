-- CreateEnum
CREATE TYPE "access_role" AS ENUM ('READER', 'EDITOR', 'CURATOR', 'ADMIN');

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "access_role" NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- A name is shown to everybody, and what is kept of a secret is a SHA-256 and nothing else.
ALTER TABLE api_key ADD CONSTRAINT name_is_short CHECK (length(name) BETWEEN 1 AND 100);
ALTER TABLE api_key ADD CONSTRAINT secret_is_hashed CHECK (octet_length(secret_hash) = 32);

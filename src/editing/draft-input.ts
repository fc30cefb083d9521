import type { ActorInput } from '../actors/actor.service.ts';
import type { OfficeInput, TenureInput } from '../actors/office.service.ts';
import type { ClaimInput } from '../claims/claim.service.ts';
import type { ClaimSubject } from '../claims/claim-value.ts';
import type { ConflictInput } from '../conflicts/conflict.service.ts';
import type { IssueInput } from '../conflicts/issue.service.ts';
import type { EventInput } from '../events/event.service.ts';
import type { Absence } from '../generated/prisma/enums.ts';
import type { Stated } from '../kernel/stated.ts';
import type { AttemptInput } from '../mediation/mediation-attempt.service.ts';
import type { PlaceInput } from '../places/place.service.ts';
import type { PositionInput } from '../positions/position.service.ts';
import type { SourceInput } from '../sources/source.service.ts';
import type { SingleClaim } from './draft-claim.ts';
import type { DraftSaying } from './draft-claim-shape.ts';
import { Ref } from './draft-reference.ts';
import type { ResolvedDraft } from './draft-resolve.ts';
import type { DraftValue } from './draft-shape.ts';

/** Turns entries of a resolved draft into what the services take: slugs into ids. */
export class DraftInputs {
  readonly #resolved: ResolvedDraft;

  constructor(resolved: ResolvedDraft) {
    this.#resolved = resolved;
  }

  actor(value: DraftValue<'actors'>): ActorInput {
    const { slug, name, kind, names, identifiers, memberOf } = value;
    return {
      id: this.#own('actor', slug),
      slug,
      name,
      kind,
      names,
      identifiers,
      memberOfId: this.#id(memberOf),
    };
  }

  office({ slug, title, rank, body }: DraftValue<'offices'>): OfficeInput {
    return { id: this.#own('office', slug), slug, title, rank, bodyId: this.#id(body) };
  }

  tenure({ holder, office, started, ended }: DraftValue<'tenures'>): TenureInput {
    return { holderId: this.#id(holder), officeId: this.#id(office), started, ended };
  }

  place(value: DraftValue<'places'>): PlaceInput {
    const { slug, name, latitude, longitude, identifiers, partOf } = value;
    return {
      id: this.#own('place', slug),
      slug,
      name,
      latitude,
      longitude,
      identifiers,
      partOfId: this.#id(partOf),
    };
  }

  issue({ slug, name, broader }: DraftValue<'issues'>): IssueInput {
    return { id: this.#own('issue', slug), slug, name, broaderId: this.#id(broader) };
  }

  conflict({ slug, name, names, parties, issues }: DraftValue<'conflicts'>): ConflictInput {
    return {
      ...{ id: this.#own('conflict', slug), slug, name },
      names: names?.map(({ text, usedBy }) => ({ text, usedById: this.#id(usedBy) })),
      partyIds: this.#ids(parties),
      issueIds: this.#ids(issues),
    };
  }

  source(value: DraftValue<'sources'>): SourceInput {
    const { slug, kind, title, url, published, language, licence, contentSha256 } = value;
    return {
      ...{
        id: this.#own('source', slug),
        slug,
        kind,
        title,
        url,
        published,
        language,
        licence,
        contentSha256,
      },
      publisherId: this.#id(value.publisher),
      authorId: this.#id(value.author),
      embeddedInId: this.#id(value.embeddedIn),
      reportsOnId: this.#id(value.reportsOn),
      republishesId: this.#id(value.republishes),
      eventId: this.#id(value.event),
    };
  }

  event(value: DraftValue<'events'>): EventInput {
    const { slug, type, title, summary, date, channel, repeated, count, countApproximate, codings } = value;
    const at = typeof date === 'string' ? null : date;
    return {
      ...{ id: this.#own('event', slug), slug, type, title, summary, date, channel, repeated },
      ...{ count, countApproximate, codings },
      place: this.#stated(value.place),
      conflictId: this.#id(value.conflict),
      issueIds: this.#ids(value.issues),
      participants: value.participants?.map(({ actor, role, inferred, speakingAs }) => ({
        ...{ actorId: this.#id(actor), role, inferred },
        tenureIds: this.#resolved.tenures.speakingAs(actor, speakingAs, at),
      })),
      relations: value.relations?.map(({ type, event, inferred }) => ({
        ...{ type, eventId: this.#id(event), inferred },
      })),
    };
  }

  attempt(value: DraftValue<'attempts'>): AttemptInput {
    const { slug, title, summary, kind, strategy, initiatedBy, venue, date } = value;
    const at = typeof date === 'string' ? null : date;
    return {
      ...{ id: this.#own('attempt', slug), slug, title, summary, kind, strategy, initiatedBy, venue, date },
      conflictId: this.#id(value.conflict),
      issueIds: this.#ids(value.issues),
      proposalOriginator: this.#stated(value.proposalOriginator),
      mediators: value.mediators.map(({ actor, speakingAs }) => ({
        actorId: this.#id(actor),
        tenureIds: this.#resolved.tenures.speakingAs(actor, speakingAs, at),
      })),
      responses: value.responses.map(({ party, ...response }) => ({
        ...response,
        id: this.#resolved.responses.id({ attempt: new Ref('attempt', slug), party }),
        partyId: this.#id(party),
      })),
      events: value.events?.map(({ event, role }) => ({ eventId: this.#id(event), role })),
      possiblySameAsIds: this.#ids(value.possiblySameAs),
    };
  }

  position(value: DraftValue<'positions'>): PositionInput {
    const { slug, stance, summary, publicity, continuity, held, conditions } = value;
    return {
      ...{ id: this.#own('position', slug), slug, stance, summary, publicity, continuity, held },
      holderId: this.#id(value.holder),
      issueId: this.#id(value.issue),
      conflictId: this.#id(value.conflict),
      conditions: conditions?.map(({ text, issue }) => ({ text, issueId: this.#id(issue) })),
    };
  }

  claim(claim: SingleClaim & { id: string }): ClaimInput {
    const { id, key, value, saying } = claim;
    const { quote, prefix, suffix, start } = value;
    return {
      ...{ id, key, field: saying.field, polarity: saying.polarity, directness: value.directness },
      sourceId: this.#id(value.source),
      subject: this.#subject(saying),
      value: {
        actorId: this.#id(saying.value.actor),
        placeId: this.#id(saying.value.place),
        eventId: this.#id(saying.value.event),
        role: saying.role,
        relation: saying.relation,
        date: saying.value.date,
        textual: saying.value.textual,
      },
      passage:
        quote === undefined ? null : { exact: quote, prefix, suffix, offsets: offsetsOf(quote, start) },
      chain: (value.chain ?? []).map(({ speaker, hearer, speakingAs, position: _, ...voice }) => ({
        ...voice,
        speakerId: this.#id(speaker),
        hearerId: this.#id(hearer),
        tenureIds: speaker
          ? this.#resolved.tenures.speakingAs(
              speaker,
              speakingAs,
              voice.said ?? this.#resolved.published.get(value.source.slug),
            )
          : [],
      })),
      retractionReason: value.retracted,
      supersedesId: this.#resolved.claims.takenBackBy(claim),
    };
  }

  #subject({ event, attempt, response, position, conflict }: DraftSaying): ClaimSubject {
    if (response) return { kind: 'response', id: this.#resolved.responses.id(response) };
    const subject = event ?? attempt ?? position ?? conflict;
    if (!subject) throw new RangeError('A claim without a subject passed its shape.');
    return { kind: subject.kind, id: this.#id(subject) };
  }

  #own(kind: Ref['kind'], slug: string): string {
    return this.#resolved.names.id({ kind, slug });
  }

  #id(ref: Ref): string;
  #id(ref: Ref | undefined): string | undefined;
  #id(ref: Ref | undefined): string | undefined {
    return ref && this.#resolved.names.id(ref);
  }

  #ids(refs: readonly Ref[] | undefined): string[] | undefined {
    return refs?.map((ref) => this.#id(ref));
  }

  #stated(given: Ref | Absence): Stated<{ id: string }> {
    return given instanceof Ref ? { id: this.#id(given) } : given;
  }
}

/** Offsets count code points, as a quote may hold characters outside the basic plane. */
function offsetsOf(quote: string, start: number | undefined) {
  return start === undefined ? null : { start, end: start + [...quote].length, unit: 'CODE_POINT' as const };
}

/**
 * The newest curated events at a place or at one that it holds, as a SELECT of rows of `event` in order. Each place has an
 * index in the order of the list. The first events of all lie at as many places at most: those whose own newest is newest.
 * `place` and `size` are the SQL of the place's id and of the number of events.
 */
export function placeEventsSelect(place: string, size: string): string {
  const newest = (at: string, count: string) => `SELECT e.id, e.date_desc FROM public.event e
    WHERE e.place_id = ${at} AND e.origin = 'CURATED' AND e.retracted_at IS NULL ORDER BY e.date_desc DESC, e.id DESC LIMIT ${count}`;
  return `SELECT v.* FROM (
      WITH RECURSIVE within AS (SELECT ${place} AS id UNION ALL SELECT p.id FROM within w JOIN public.place p ON p.part_of_id = w.id),
        freshest AS (SELECT w.id FROM within w CROSS JOIN LATERAL (${newest('w.id', '1')}) x ORDER BY x.date_desc DESC, x.id DESC LIMIT ${size})
      SELECT y.id FROM freshest f CROSS JOIN LATERAL (${newest('f.id', size)}) y ORDER BY y.date_desc DESC, y.id DESC LIMIT ${size}) l
    JOIN public.event v ON v.id = l.id ORDER BY v.date_desc DESC, v.id DESC`;
}

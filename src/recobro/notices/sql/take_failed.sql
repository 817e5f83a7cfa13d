-- The results of the staged communications that say that it did not arrive, as the reader's words decide.
-- reads: nothing      writes: nothing
CREATE TEMP TABLE take_failed ON COMMIT DROP AS
SELECT r.reason_text, TRUE AS failed FROM unnest(%(failed)s::text[]) AS r (reason_text)

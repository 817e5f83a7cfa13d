-- Whether a worker has shown itself lately: it does so every ten seconds, by the database's own clock.
-- whole installation: a worker serves every portfolio
-- reads: nothing      writes: nothing
SELECT EXISTS (
  SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > clock_timestamp() - interval '30 seconds'
) AS alive

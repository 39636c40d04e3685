-- When the database's clock is put back, all that an address has counted lies in the future: it would count, or hold calls up, until the
-- clock is there again. Then it is moved along, so that its newest moment is the present one. The caller holds the lock of the address.
CREATE FUNCTION fair_use_put_back(p_address text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_by interval;
  v_seconds fair_use_seconds[];
BEGIN
  SELECT greatest(
    (SELECT max(s.second) FROM fair_use_seconds s WHERE s.address = p_address),
    (SELECT max(greatest(c.joined_at, c.admitted_at)) FROM fair_use_calls c WHERE c.address = p_address)
  ) - p_now INTO v_by;
  -- Within this, replicas of a database that took over may differ.
  IF v_by IS NULL OR v_by < interval '2 seconds' THEN RETURN; END IF;
  -- Seconds stay whole, and none is left ahead.
  v_by := date_trunc('second', v_by) + interval '1 second';
  -- Not one by one, as that would meet the neighbour's key.
  v_seconds := ARRAY(SELECT s FROM fair_use_seconds s WHERE s.address = p_address);
  DELETE FROM fair_use_seconds s WHERE s.address = p_address;
  INSERT INTO fair_use_seconds (address, second, holder, credential_id, requests, refusals, attempts, failures)
    SELECT s.address, s.second - v_by, s.holder, s.credential_id, s.requests, s.refusals, s.attempts, s.failures FROM unnest(v_seconds) s;
  UPDATE fair_use_calls c SET joined_at = c.joined_at - v_by, admitted_at = c.admitted_at - v_by, lease_until = c.lease_until - v_by
    WHERE c.address = p_address;
  UPDATE fair_use_pauses p SET until = p.until - v_by WHERE p.address = p_address;
  UPDATE fair_use_breakers b SET opened_at = b.opened_at - v_by, probe_at = b.probe_at - v_by, counts_from = b.counts_from - v_by
    WHERE b.address = p_address;
END $$;
--> statement-breakpoint
-- Asks whether a call may go to an address now. One round trip: it looks, decides and counts under one lock for the address, with the
-- database's clock, so that all replicas agree. The numbers of the rule are handed in by lib/fair-use/model.ts, which explains it.
CREATE OR REPLACE FUNCTION fair_use_ask(
  p_address text, p_id uuid, p_holder uuid, p_credential uuid,
  p_requests integer, p_requests_reserve integer, p_refusals integer, p_refusals_reserve integer,
  p_generosity integer, p_call_lease_seconds integer, p_wait_lease_seconds integer
) RETURNS TABLE (verdict text, reason text, place integer, seconds_left double precision)
LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz;
  v_breaker fair_use_breakers;
  v_is_probe boolean := false;
  v_pause double precision;
  v_joined timestamptz;
  v_ahead integer;
  v_requests bigint; v_my_requests bigint; v_refusals bigint; v_my_refusals bigint;
  v_flying bigint; v_my_flying bigint;
  v_second record;
  v_left double precision;
  v_fits_refusals boolean;
  v_fits_requests boolean;
  v_why text;
BEGIN
  -- Counts of the last moment may be lost with the machine; nobody waits for the disk because of them.
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM pg_advisory_xact_lock(hashtextextended('fair-use ' || p_address, 0));
  v_now := clock_timestamp();
  PERFORM fair_use_put_back(p_address, v_now);

  SELECT * INTO v_breaker FROM fair_use_breakers b WHERE b.address = p_address AND b.credential_id = p_credential AND b.opened_at IS NOT NULL;
  IF FOUND THEN
    IF v_breaker.probe_at > v_now OR EXISTS (
      SELECT FROM fair_use_calls c WHERE c.address = p_address AND c.id = v_breaker.probe_id AND c.id <> p_id AND c.lease_until > v_now
    ) THEN
      DELETE FROM fair_use_calls c WHERE c.address = p_address AND c.id = p_id;
      RETURN QUERY SELECT 'open', 'breaker', 0, greatest(extract(epoch FROM v_breaker.probe_at - v_now), 0)::double precision;
      RETURN;
    END IF;
    v_is_probe := true;
  END IF;

  SELECT extract(epoch FROM p.until - v_now) INTO v_pause FROM fair_use_pauses p WHERE p.address = p_address AND p.until > v_now;
  SELECT c.joined_at INTO v_joined FROM fair_use_calls c WHERE c.address = p_address AND c.id = p_id;
  SELECT count(*) INTO v_ahead FROM fair_use_calls c
    WHERE c.address = p_address AND c.holder = p_holder AND c.admitted_at IS NULL AND c.lease_until > v_now AND c.id <> p_id
      AND (v_joined IS NULL OR (c.joined_at, c.id) < (v_joined, p_id));
  SELECT coalesce(sum(s.requests), 0), coalesce(sum(s.requests) FILTER (WHERE s.holder = p_holder), 0),
         coalesce(sum(s.refusals), 0), coalesce(sum(s.refusals) FILTER (WHERE s.holder = p_holder), 0)
    INTO v_requests, v_my_requests, v_refusals, v_my_refusals
    FROM fair_use_seconds s WHERE s.address = p_address AND s.second > v_now - interval '61 seconds';
  SELECT count(*), count(*) FILTER (WHERE c.holder = p_holder) INTO v_flying, v_my_flying
    FROM fair_use_calls c WHERE c.address = p_address AND c.admitted_at IS NOT NULL AND c.lease_until > v_now AND c.id <> p_id;

  -- A call under way may still be answered with a 4xx.
  v_requests := v_requests + v_flying; v_my_requests := v_my_requests + v_my_flying;
  v_refusals := v_refusals + v_flying; v_my_refusals := v_my_refusals + v_my_flying;
  v_fits_refusals := fair_use_fits(v_refusals + v_ahead, v_my_refusals + v_ahead, p_refusals, p_refusals_reserve, p_generosity);
  v_fits_requests := fair_use_fits(v_requests + v_ahead, v_my_requests + v_ahead, p_requests, p_requests_reserve, p_generosity);
  v_why := CASE
    WHEN v_pause IS NOT NULL THEN 'pause'
    WHEN NOT v_fits_refusals THEN 'refusals'
    WHEN NOT v_fits_requests THEN 'requests'
    WHEN v_ahead > 0 THEN 'line'
  END;

  IF v_why IS NULL THEN
    INSERT INTO fair_use_calls AS c (address, id, holder, joined_at, admitted_at, lease_until)
      VALUES (p_address, p_id, p_holder, v_now, v_now, v_now + make_interval(secs => p_call_lease_seconds))
      ON CONFLICT (address, id) DO UPDATE SET admitted_at = excluded.admitted_at, lease_until = excluded.lease_until;
    IF v_is_probe THEN
      UPDATE fair_use_breakers b SET probe_id = p_id WHERE b.address = p_address AND b.credential_id = p_credential;
    END IF;
    DELETE FROM fair_use_calls c WHERE c.address = p_address AND c.lease_until < v_now;
    DELETE FROM fair_use_seconds s WHERE s.address = p_address AND s.second < v_now - interval '5 minutes';
    DELETE FROM fair_use_breakers b WHERE b.address = p_address AND b.opened_at IS NULL AND b.counts_from < v_now - interval '5 minutes';
    RETURN QUERY SELECT 'go', '', 0, 0::double precision;
    RETURN;
  END IF;

  INSERT INTO fair_use_calls AS c (address, id, holder, joined_at, lease_until)
    VALUES (p_address, p_id, p_holder, v_now, v_now + make_interval(secs => p_wait_lease_seconds))
    ON CONFLICT (address, id) DO UPDATE SET lease_until = excluded.lease_until;

  -- When enough of the last minute will be over, if no call under way ends in a 4xx; null when that alone does not help.
  IF v_fits_refusals AND v_fits_requests THEN v_left := 0; END IF;
  FOR v_second IN
    SELECT extract(epoch FROM s.second + interval '61 seconds' - v_now) AS gone_in, sum(s.requests) AS requests, sum(s.refusals) AS refusals,
           coalesce(sum(s.requests) FILTER (WHERE s.holder = p_holder), 0) AS my_requests, coalesce(sum(s.refusals) FILTER (WHERE s.holder = p_holder), 0) AS my_refusals
      FROM fair_use_seconds s WHERE s.address = p_address AND s.second > v_now - interval '61 seconds' GROUP BY s.second ORDER BY s.second
  LOOP
    EXIT WHEN v_left IS NOT NULL;
    v_requests := v_requests - v_second.requests; v_my_requests := v_my_requests - v_second.my_requests;
    v_refusals := v_refusals - v_second.refusals; v_my_refusals := v_my_refusals - v_second.my_refusals;
    IF fair_use_fits(v_refusals + v_ahead, v_my_refusals + v_ahead, p_refusals, p_refusals_reserve, p_generosity)
       AND fair_use_fits(v_requests + v_ahead, v_my_requests + v_ahead, p_requests, p_requests_reserve, p_generosity) THEN
      v_left := v_second.gone_in;
    END IF;
  END LOOP;
  IF v_pause IS NOT NULL THEN v_left := greatest(v_pause, v_left); END IF;
  RETURN QUERY SELECT 'wait', v_why, v_ahead + 1, v_left;
END $$;
--> statement-breakpoint
-- Says how a call ended, in one round trip: gives its reservation back, counts it, and moves the circuit breaker.
-- p_received: the vendor may have it. p_failed: null when the attempt says nothing about the other side.
CREATE OR REPLACE FUNCTION fair_use_settle(
  p_address text, p_id uuid, p_holder uuid, p_credential uuid,
  p_received boolean, p_refused boolean, p_failed boolean, p_pause_seconds double precision,
  p_breaker_attempts integer, p_breaker_seconds integer, p_longest_seconds integer
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz;
  v_breaker fair_use_breakers;
  v_attempts bigint; v_failures bigint;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM pg_advisory_xact_lock(hashtextextended('fair-use ' || p_address, 0));
  v_now := clock_timestamp();
  PERFORM fair_use_put_back(p_address, v_now);
  DELETE FROM fair_use_calls c WHERE c.address = p_address AND c.id = p_id;
  IF p_received OR p_failed IS NOT NULL THEN
    INSERT INTO fair_use_seconds AS s (address, second, holder, credential_id, requests, refusals, attempts, failures)
      VALUES (p_address, date_trunc('second', v_now), p_holder, p_credential, p_received::integer, p_refused::integer, (p_failed IS NOT NULL)::integer, coalesce(p_failed, false)::integer)
      ON CONFLICT (address, second, holder, credential_id) DO UPDATE
        SET requests = s.requests + excluded.requests, refusals = s.refusals + excluded.refusals,
            attempts = s.attempts + excluded.attempts, failures = s.failures + excluded.failures;
  END IF;
  IF p_pause_seconds IS NOT NULL THEN
    INSERT INTO fair_use_pauses AS p (address, until) VALUES (p_address, v_now + make_interval(secs => p_pause_seconds))
      ON CONFLICT (address) DO UPDATE SET until = greatest(p.until, excluded.until);
  END IF;

  SELECT * INTO v_breaker FROM fair_use_breakers b WHERE b.address = p_address AND b.credential_id = p_credential;
  IF v_breaker.opened_at IS NOT NULL THEN
    -- Calls that were under way when it opened decide nothing; the probe does.
    IF v_breaker.probe_id = p_id THEN
      IF p_failed IS NULL THEN
        UPDATE fair_use_breakers b SET probe_id = NULL WHERE b.address = p_address AND b.credential_id = p_credential;
      ELSIF p_failed THEN
        UPDATE fair_use_breakers b
          SET probe_id = NULL, failed_probes = b.failed_probes + 1,
              probe_at = v_now + make_interval(secs => least(p_breaker_seconds * 2 ^ least(b.failed_probes + 1, 20), p_longest_seconds))
          WHERE b.address = p_address AND b.credential_id = p_credential;
      ELSE
        UPDATE fair_use_breakers b SET opened_at = NULL, probe_at = NULL, probe_id = NULL, counts_from = v_now
          WHERE b.address = p_address AND b.credential_id = p_credential;
      END IF;
    END IF;
  ELSIF p_failed AND p_credential <> '00000000-0000-0000-0000-000000000000' THEN
    SELECT coalesce(sum(s.attempts), 0), coalesce(sum(s.failures), 0) INTO v_attempts, v_failures FROM fair_use_seconds s
      WHERE s.address = p_address AND s.holder = p_holder AND s.credential_id = p_credential AND s.second > v_now - interval '61 seconds'
        AND (v_breaker.counts_from IS NULL OR s.second >= v_breaker.counts_from);
    IF v_attempts >= p_breaker_attempts AND v_failures * 2 >= v_attempts THEN
      INSERT INTO fair_use_breakers AS b (address, credential_id, holder, opened_at, probe_at, probe_id, failed_probes, attempts, failures)
        VALUES (p_address, p_credential, p_holder, v_now, v_now + make_interval(secs => p_breaker_seconds), NULL, 0, v_attempts, v_failures)
        ON CONFLICT (address, credential_id) DO UPDATE
          SET opened_at = excluded.opened_at, probe_at = excluded.probe_at, probe_id = NULL, failed_probes = 0,
              attempts = excluded.attempts, failures = excluded.failures;
    END IF;
  END IF;
END $$;

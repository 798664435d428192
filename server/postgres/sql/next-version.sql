-- Begins again where an int ends, after two thousand million changes: whoever compares versions asks whether it is another one.
CREATE OR REPLACE FUNCTION next_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := CASE OLD.version WHEN 2147483647 THEN 0 ELSE OLD.version + 1 END;
  RETURN NEW;
END $$;

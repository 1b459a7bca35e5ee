-- A job's row is written four times in its life. With room left in each page its next version lies beside it, and no index is touched.
ALTER TABLE "job" SET (fillfactor = 50);

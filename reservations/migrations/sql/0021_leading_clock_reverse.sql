-- The column goes with its migration; a migration wants a statement.
SELECT 1;

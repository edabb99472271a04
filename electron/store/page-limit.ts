const mostRowsPerPage = 1000;

/** The limit itself; throws `RangeError` unless it is a whole number from 1 to 1000. */
export function checkPageLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= mostRowsPerPage) return limit;
  throw new RangeError(`A page has 1 to ${mostRowsPerPage} rows, not ${limit}.`);
}

/** Anything that runs one statement: a data source, an entity manager, a query runner. */
export interface Queryable {
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row>;
}

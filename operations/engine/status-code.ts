const NOT_FOUND = 404;

/** Status of an engine's answer that is an error; undefined for any other error. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** Answer to a request, or `otherwise` where the engine does not have what it is about. */
export async function unlessMissing<T>(request: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (statusOf(error) === NOT_FOUND) return otherwise;
    throw error;
  }
}

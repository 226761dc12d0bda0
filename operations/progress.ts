/** Gets a few words on what is being done at the moment. */
export type ProgressCallback = (activity: string) => void;

/** How much a plan may hold in files. Without imports: the window asks too. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024
/** Of all files of a plan, sealed. */
export const MAX_FILES_BYTES = 200 * 1024 * 1024
/** Fetched without being asked for (AT13). */
export const SMALL_FILE_BYTES = 1024 * 1024

/** A larger `.aplec` file is refused before it is read (sync limits: 300 MB). */
export const BUNDLE_LIMIT_BYTES = 300 * 1024 * 1024
/** A larger PDF is not one of ours. */
export const PDF_LIMIT_BYTES = 64 * 1024 * 1024
/** A larger export of another tool is refused before it is read. */
export const IMPORT_LIMIT_BYTES = 50 * 1024 * 1024

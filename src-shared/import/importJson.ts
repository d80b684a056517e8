import { textOf } from '../base/bytes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { ImportError } from './importPlan.ts'

/** A board of 10,000 cards with a full history is about 40 MB. */
export const MAX_IMPORT_BYTES = 50_000_000
/** Trello's own files are 8 deep. */
const MAX_DEPTH = 64

/** Reads the bytes or text of a JSON file: size first, then whole UTF-8, then depth, then the text itself. */
export function parseImportJson(input: Uint8Array | string): Result<unknown, ImportError> {
  if (input.length > MAX_IMPORT_BYTES) return err({ code: 'E_IMPORT_SIZE', of: 'bytes', limit: MAX_IMPORT_BYTES })
  const text = typeof input === 'string' ? input : textOf(input)
  if (text === undefined || isTooDeep(text)) return err({ code: 'E_IMPORT_JSON' })
  try {
    return ok(JSON.parse(text.replace(/^\ufeff/, '')) as unknown)
  } catch {
    return err({ code: 'E_IMPORT_JSON' })
  }
}

/** Brackets outside strings; a text that is not JSON may say anything here and is refused by the parser. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isInString) {
      if (code === BACKSLASH) at += 1
      else if (code === QUOTE) isInString = false
    } else if (code === QUOTE) isInString = true
    else if (code === OPEN_LIST || code === OPEN_MAP) {
      depth += 1
      if (depth > MAX_DEPTH) return true
    } else if (code === CLOSE_LIST || code === CLOSE_MAP) depth -= 1
  }
  return false
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x5b, 0x5d, 0x7b, 0x7d]

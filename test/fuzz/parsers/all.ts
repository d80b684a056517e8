import type { FuzzParser } from '../fuzzParser.ts'
import * as bodies from './bodies.ts'
import * as chunks from './chunks.ts'
import * as files from './files.ts'
import * as texts from './texts.ts'
import * as wire from './wire.ts'

/** Whatever reads bytes or text that somebody else may have written. */
export const parsers: readonly FuzzParser[] = [
  wire.frame,
  wire.entry,
  wire.contentBody,
  bodies.controlBody,
  bodies.manifest,
  chunks.changeHeader,
  chunks.gateBundle,
  files.aplec,
  files.fileList,
  files.filePiece,
  files.cacheFile,
  files.draftRecord,
  files.localState,
  files.keyFile,
  texts.link,
  texts.recoveryCode,
  texts.address,
  texts.importFile,
  texts.look,
  texts.pdfClaim,
]

const shares = parsers.reduce((sum, { share }) => sum + share, 0)

/** How many of `cases` are this parser's. */
export const casesOf = ({ share }: FuzzParser, cases: number): number => Math.ceil((cases * share) / shares)

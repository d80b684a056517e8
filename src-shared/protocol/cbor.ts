// One codec for frames and control bodies.
export { MAX_CBOR_DEPTH, decodeCbor, encodeCbor } from '../base/cbor.ts'
export type { CborError, CborMap, CborValue } from '../base/cbor.ts'

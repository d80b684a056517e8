/**
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4): finds accidents of disks in our records. Against people there are
 * signatures. Ours rather than a package: twenty lines, the same in every runtime, no native part.
 */
const TABLE = makeTable()

/** Of `parts` one after the other; an unsigned 32-bit integer. */
export function crc32c(...parts: readonly Uint8Array[]): number {
  let crc = 0xffff_ffff
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      crc = (crc >>> 8) ^ (TABLE[(crc ^ (part[i] as number)) & 0xff] as number)
    }
  }
  return (crc ^ 0xffff_ffff) >>> 0
}

function makeTable(): Uint32Array {
  const table = new Uint32Array(256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f6_3b78 : crc >>> 1
    table[byte] = crc
  }
  return table
}

import { writeWholeFile } from '#node/disk/wholeFile.ts'

/** Writes a file whole or not at all. False when it could not. */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<boolean> {
  try {
    await writeWholeFile(file, typeof content === 'string' ? Buffer.from(content) : content)
    return true
  } catch {
    return false
  }
}

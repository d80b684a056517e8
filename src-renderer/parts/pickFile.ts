import { type Code, notice, type Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'

/** Lets the person choose a file of the computer, after a click or a key; null when they change their mind. */
export function pickFile(accept: string): Promise<File | null> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.hidden = true
  // Outside the page it could be collected while the dialog is open.
  document.body.append(input)
  const chosen = new Promise<File | null>((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null))
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  })
  return chosen.finally(() => input.remove())
}

/** A file that is larger than `limit` bytes is not even read: `tooLarge`. */
export async function readFile(file: File, limit: number, tooLarge: Code): Promise<Result<Uint8Array, Notice>> {
  if (file.size > limit) return err(notice(tooLarge))
  try {
    return ok(new Uint8Array(await file.arrayBuffer()))
  } catch {
    return err(notice('E_FILE'))
  }
}

import { useEffect } from 'react'
import { createCell, useSelection } from '../data/source.ts'

/** A plan file by which the app was opened, until the list of plans takes it as if it had been dropped there. */
export const arrivedFile = createCell<File | null>(null)

/** Takes the file that came; while `isBusy` it waits. */
export function useArrivedFile(take: (file: File) => void, isBusy: boolean): void {
  const file = useSelection(arrivedFile, same)
  useEffect(() => {
    if (file === null || isBusy) return
    arrivedFile.set(null)
    take(file)
  }, [file, isBusy, take])
}

const same = <T>(value: T): T => value

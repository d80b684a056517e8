import { useCallback, useEffect, useState } from 'react'
import type { ShellOutput } from '#shared/ipc/shellChannels.ts'
import { useServices } from '../../app/context.ts'

export type About = ShellOutput<'app.about'>

/** What main knows of the app and of this computer; null until it has answered. */
export function useAbout(): { readonly about: About | null; readonly refresh: () => Promise<unknown> } {
  const { core } = useServices()
  const [about, setAbout] = useState<About | null>(null)
  const ask = useCallback(() => core.shell.about().then((answer) => answer.ok && setAbout(answer.value)), [core])
  useEffect(() => void ask(), [ask])
  return { about, refresh: ask }
}

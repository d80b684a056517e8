import { ExternalLink } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { useServices } from '../app/context.ts'
import { useWords } from '../words/words.ts'
import { noticeToast } from './noticeToast.ts'
import { isSafeAddress, placeOfAddress } from './safeAddress.ts'

type OutsideLinkProps = { readonly url: string; readonly children?: ReactNode }

/** A way out of the app: main shows the whole address and asks before it is opened. What is no safe address is only text. */
export function OutsideLink({ url, children }: OutsideLinkProps) {
  const { core } = useServices()
  const words = useWords()
  const place = shownTitle(placeOfAddress(url))
  if (!isSafeAddress(url)) return <span className="outside outside-inert">{shownTitle(url)}</span>
  const open = async (event: MouseEvent): Promise<void> => {
    event.preventDefault()
    const opened = await core.shell.openExternal({ url })
    if (!opened.ok) noticeToast(opened.error, words)
  }
  return (
    <a className="outside" href={url} title={shownTitle(url)} onClick={(event) => void open(event)}>
      <ExternalLink size={14} strokeWidth={1.5} aria-hidden />
      <span>{children ?? place}</span>
    </a>
  )
}

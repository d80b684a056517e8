import { GripVertical } from 'lucide-react'
import { type DragEvent, useRef } from 'react'
import type { ShellInput } from '#shared/ipc/shellChannels.ts'
import { useServices } from '../../app/context.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'

type DragPaperProps = {
  /** What the paper is called: `Draft`, or an agreement's title. */
  readonly name: string
  readonly paperOf: () => Promise<ShellInput<'paper.prepare'>>
}

/**
 * A handle by which the PDF is dragged out of the window, to a folder or into a message. It is made when the pointer comes
 * near. With the keyboard the button beside it does the same through a dialog, so this is for the pointer alone.
 */
export function DragPaper({ name, paperOf }: DragPaperProps) {
  const { core } = useServices()
  const words = useWords()
  const paper = useRef<ShellInput<'paper.prepare'> | null>(null)
  const isMaking = useRef(false)

  const prepare = async (): Promise<void> => {
    if (isMaking.current) return
    isMaking.current = true
    const wanted = await paperOf()
    const made = await core.shell.preparePaper(wanted)
    isMaking.current = false
    if (made.ok) paper.current = wanted
    else noticeToast(made.error, words)
  }
  const drag = async (event: DragEvent): Promise<void> => {
    event.preventDefault()
    if (paper.current === null) {
      toast({ text: words.t('drag.making') })
      return
    }
    const dragged = await core.shell.dragPaper(paper.current)
    if (!dragged.ok) noticeToast(dragged.error, words)
  }
  return (
    <span
      className="drag-paper"
      draggable
      aria-hidden
      title={words.t('drag.title', { name })}
      data-testid="drag-paper"
      onPointerEnter={() => void prepare()}
      onDragStart={(event) => void drag(event)}
    >
      <GripVertical size={18} strokeWidth={1.5} />
    </span>
  )
}

import { type ClipboardEvent, type DragEvent, useCallback, useMemo, useState } from 'react'
import { notice } from '#shared/base/codes.ts'
import { MAX_FILE_BYTES } from '#shared/files/limits.ts'
import { planAttach } from '#shared/plan/attachments.ts'
import { useCanWrite, usePlan } from '../../app/planContext.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { useEdit } from '../../parts/useEdit.ts'
import { announce } from '../../ui/announce.ts'
import { useWords } from '../../words/words.ts'

/** A file on its way into the project. */
export type AddingFile = { readonly key: number; readonly name: string; readonly share: number }

export type FileAdding = {
  readonly adding: readonly AddingFile[]
  readonly add: (files: readonly File[]) => void
  /** Files are held over the panel. */
  readonly isOver: boolean
  /** For the whole panel. */
  readonly handlers: {
    readonly onDragOver: (event: DragEvent) => void
    readonly onDragLeave: (event: DragEvent) => void
    readonly onDrop: (event: DragEvent) => void
    readonly onPaste: (event: ClipboardEvent) => void
  }
}

let nextKey = 0

/** Files into a project: chosen, dropped on its panel, or pasted (UI95). One after the other; each says when it is there. */
export function useFileAdding(projectId: string): FileAdding {
  const plan = usePlan()
  const edit = useEdit()
  const words = useWords()
  const canWrite = useCanWrite()
  const [adding, setAdding] = useState<readonly AddingFile[]>([])
  const [isOver, setIsOver] = useState(false)

  const addOne = useCallback(
    async (file: File, key: number): Promise<void> => {
      if (file.size > MAX_FILE_BYTES) return noticeToast(notice('E_FILE_TOO_LARGE'), words)
      const show = (share: number): void =>
        setAdding((before) => before.map((one) => (one.key === key ? { ...one, share } : one)))
      const added = await plan.document.plan().addFile(file, show)
      if (!added.ok) return noticeToast(added.error, words)
      // Kept and durable: only now the plan may name it.
      const named = { ...added.value, name: file.name, mediaType: file.type, by: plan.selfId(), at: plan.now() }
      if (edit((doc) => planAttach(doc, projectId, named, plan.random))) {
        announce(words.t('files.added', { name: file.name }))
      }
    },
    [plan, projectId, edit, words],
  )

  const add = useCallback(
    (files: readonly File[]): void => {
      const begun = files.map((file) => ({ file, key: ++nextKey }))
      setAdding((before) => [...before, ...begun.map(({ file, key }) => ({ key, name: file.name, share: 0 }))])
      void (async () => {
        for (const { file, key } of begun) {
          await addOne(file, key)
          setAdding((before) => before.filter((one) => one.key !== key))
        }
      })()
    },
    [addOne],
  )

  const handlers = useMemo<FileAdding['handlers']>(
    () => ({
      onDragOver(event) {
        if (!canWrite || !event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setIsOver(true)
      },
      onDragLeave(event) {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget))
          setIsOver(false)
      },
      onDrop(event) {
        setIsOver(false)
        const files = [...event.dataTransfer.files]
        // A plan file belongs to the window, wherever it is dropped.
        if (!canWrite || files.every(({ name }) => /\.aplec$/i.test(name))) return
        event.preventDefault()
        add(files)
      },
      onPaste(event) {
        const files = [...event.clipboardData.files]
        // What can be pasted as text is: tables and pages bring a picture of themselves along.
        if (!canWrite || files.length === 0 || event.clipboardData.types.includes('text/plain')) return
        event.preventDefault()
        add(files)
      },
    }),
    [canWrite, add],
  )
  return useMemo(() => ({ adding, add, isOver, handlers }), [adding, add, isOver, handlers])
}

import { File as FileIcon, FileText, Image as ImageIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { usePlan } from '../../app/planContext.ts'
import { imageHead, isShowable } from './imageHead.ts'

/** A larger one is not read for the sake of a small picture. */
const LARGEST_SHOWN = 10 * 1024 * 1024

type FileThumbProps = {
  readonly hash: string
  readonly mediaType: string
  readonly size: number
  readonly isHere: boolean
}

/** A picture of the file where it is one (UI97), else a sign for its kind. It says nothing that the name does not. */
export function FileThumb({ hash, mediaType, size, isHere }: FileThumbProps) {
  const isPicture = mediaType.startsWith('image/')
  const url = usePicture(hash, isHere && isPicture && size <= LARGEST_SHOWN)
  if (url !== null) return <img className="file-thumb" src={url} alt="" draggable={false} />
  const Icon = isPicture
    ? ImageIcon
    : mediaType === 'application/pdf' || mediaType.startsWith('text/')
      ? FileText
      : FileIcon
  return (
    <span className="file-thumb file-thumb-none">
      <Icon size={20} strokeWidth={1.5} aria-hidden />
    </span>
  )
}

/** An address of the picture within this window, as long as it is shown. */
function usePicture(hash: string, isWanted: boolean): string | null {
  const plan = usePlan()
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!isWanted) return
    let made: string | null = null
    let isGone = false
    void plan.document
      .plan()
      .readFile(hash)
      .then((read) => {
        const head = read.ok ? imageHead(read.value) : null
        if (isGone || !read.ok || head === null || !isShowable(head)) return
        made = URL.createObjectURL(new Blob([read.value], { type: head.type }))
        setUrl(made)
      })
    return () => {
      isGone = true
      setUrl(null)
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [plan, hash, isWanted])
  return url
}

import { X } from 'lucide-react'
import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { Button } from './Button.tsx'
import { IconButton } from './IconButton.tsx'

export type ToastText = {
  readonly text: string
  readonly grave?: boolean
  readonly action?: { readonly word: string; readonly run: () => void }
}

const queue = new ToastQueue<ToastText>({ maxVisibleToasts: 3 })

/** Long enough to read slowly and still press undo. */
const SHOWN_FOR_MS = 10_000

/** Says a sentence at the foot of the window, with something to do about it; grave ones stay until closed. Answers how to close it. */
export function toast(content: ToastText): () => void {
  const key = queue.add(content, content.grave ? {} : { timeout: SHOWN_FOR_MS })
  return () => queue.close(key)
}

export function Toasts({ closeLabel }: { readonly closeLabel: string }) {
  return (
    <ToastRegion queue={queue} className="toasts">
      {({ toast: shown }) => (
        <Toast toast={shown} className={shown.content.grave ? 'toast toast-grave' : 'toast'}>
          <ToastContent className="toast-text">
            <Text slot="title">{shown.content.text}</Text>
          </ToastContent>
          {shown.content.action && (
            <Button
              size="s"
              onPress={() => {
                shown.content.action?.run()
                queue.close(shown.key)
              }}
            >
              {shown.content.action.word}
            </Button>
          )}
          <IconButton
            icon={<X size={16} strokeWidth={1.5} />}
            label={closeLabel}
            hasTooltip={false}
            onPress={() => queue.close(shown.key)}
          />
        </Toast>
      )}
    </ToastRegion>
  )
}

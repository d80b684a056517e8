import './scan.css'
import { CameraOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useServices } from '../../../app/context.ts'
import { Button } from '../../../ui/Button.tsx'
import { Sheet } from '../../../ui/Sheet.tsx'
import { type MessageId, useWords } from '../../../words/words.ts'
import { type CameraTrouble, openCamera } from './camera.ts'
import { isInvitation } from './isInvitation.ts'
import { watchForQr } from './watchForQr.ts'

type Seen = 'asking' | 'on' | CameraTrouble

const TROUBLES = {
  none: 'scan.none',
  refused: 'scan.refused',
  taken: 'scan.taken',
  gone: 'scan.gone',
} as const satisfies Record<CameraTrouble, MessageId>

type ScanSheetProps = { readonly onFound: (link: string) => void; readonly onClose: () => void }

/** The live picture of the camera, until the QR of an invitation is in it. The camera is on only while this is open. */
export function ScanSheet({ onFound, onClose }: ScanSheetProps) {
  const { t } = useWords()
  const { core } = useServices()
  const [seen, setSeen] = useState<Seen>('asking')
  const [isOther, setIsOther] = useState(false)
  const [tries, setTries] = useState(1)
  const video = useRef<HTMLVideoElement>(null)
  const found = useRef(onFound)
  useEffect(() => void (found.current = onFound), [onFound])
  useEffect(() => {
    const ending = new AbortController()
    const { signal } = ending
    const start = async (): Promise<void> => {
      const media = navigator.mediaDevices as MediaDevices | undefined
      const camera = await openCamera({ media, shell: core.shell, signal, onGone: () => setSeen('gone') })
      if (camera === null) return
      if (!camera.ok) return setSeen(camera.error)
      const picture = video.current
      if (picture === null) return ending.abort()
      picture.srcObject = camera.value.stream
      setSeen('on')
      await picture.play().catch(() => undefined)
      const stop = watchForQr(picture, (text) => {
        const link = isInvitation(text)
        if (link) {
          ending.abort()
          found.current(text.trim())
        } else setIsOther(true)
        return link
      })
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
    }
    void start()
    return () => ending.abort()
  }, [core, tries])
  const again = (): void => {
    setSeen('asking')
    setTries(tries + 1)
  }
  const hasTrouble = seen !== 'asking' && seen !== 'on'
  return (
    <Sheet title={t('join.scan')} closeLabel={t(hasTrouble ? 'app.cancel' : 'scan.stop')} isOpen onClose={onClose}>
      <div className="scan">
        <video
          ref={video}
          className="scan-picture"
          muted
          playsInline
          hidden={hasTrouble}
          aria-label={t('scan.picture')}
        />
        {hasTrouble ? (
          <div className="scan-trouble" role="alert">
            <CameraOff size={28} strokeWidth={1.5} aria-hidden />
            <p>{t(TROUBLES[seen])}</p>
          </div>
        ) : (
          <p className="scan-says" role="status">
            {t(seen === 'asking' ? 'scan.asking' : isOther ? 'scan.other' : 'scan.hold')}
          </p>
        )}
      </div>
      <footer className="sheet-foot">
        {hasTrouble && (
          <Button look="main" onPress={again}>
            {t('scan.again')}
          </Button>
        )}
        <Button autoFocus onPress={onClose}>
          {t(hasTrouble ? 'app.cancel' : 'scan.stop')}
        </Button>
      </footer>
    </Sheet>
  )
}

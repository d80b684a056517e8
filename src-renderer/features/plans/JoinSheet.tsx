import { Camera, FileUp, ImageUp } from 'lucide-react'
import { type ClipboardEvent, type DragEvent, type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import type { PlanListing } from '#shared/core/contract.ts'
import { useServices } from '../../app/context.ts'
import { go } from '../../app/useRoute.ts'
import { announce } from '../../ui/announce.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import { begunHere } from '../../parts/codes/codesCells.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { pickFile } from '../../parts/pickFile.ts'
import { pickPlanFile, readPlanFile } from '../../parts/planFile.ts'
import { readQrPicture } from '../../parts/qrPicture.ts'
import { ScanSheet } from './scan/ScanSheet.tsx'

type JoinSheetProps = {
  readonly link: string
  /** A file of a plan that is not on this laptop: with the link it lets one in. */
  readonly file: File | null
  readonly onClose: () => void
}

/** Joining by the link one was given, through its relay or from a plan file on a stick. */
export function JoinSheet({ link: givenLink, file: givenFile, onClose }: JoinSheetProps) {
  const { core, settings } = useServices()
  const words = useWords()
  const { t } = words
  const [link, setLink] = useState(givenLink)
  const [name, setName] = useState(settings.now().name)
  const [said, setSaid] = useState<string | null>(null)
  const [isScanning, setIsScanning] = useState(false)
  const [isScanned, setIsScanned] = useState(false)
  const [isAsking, setIsAsking] = useState(false)
  const isReady = link.trim() !== '' && name.trim() !== '' && !isAsking

  const enter = (joined: PlanListing): void => {
    settings.change({ name: name.trim() })
    begunHere.add(joined.planId)
    onClose()
    go({ at: 'plan', planId: joined.planId, view: 'board' })
  }
  const join = async (file: File | null): Promise<void> => {
    setIsAsking(true)
    const bundle = file === null ? null : await readPlanFile(file)
    const joined =
      bundle?.ok === false
        ? bundle
        : await core.join({
            link: link.trim(),
            name: name.trim(),
            ...(bundle === null ? {} : { bundle: bundle.value }),
          })
    setIsAsking(false)
    if (joined.ok) enter(joined.value)
    else setSaid(noticeSentence(joined.error, words))
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isReady) void join(givenFile)
  }
  const readPicture = async (picture: Blob): Promise<void> => {
    const text = await readQrPicture(picture)
    if (text === null) return setSaid(t('join.noQr'))
    setSaid(null)
    setLink(text)
  }
  const takeScanned = (found: string): void => {
    setIsScanning(false)
    setSaid(null)
    setLink(found)
    setIsScanned(true)
    announce(t('scan.found'))
  }
  const choosePicture = async (): Promise<void> => {
    const picture = await pickFile('image/*')
    if (picture !== null) await readPicture(picture)
  }
  const takePasted = (event: ClipboardEvent): void => {
    const picture = [...event.clipboardData.files].find(({ type }) => type.startsWith('image/'))
    if (picture === undefined) return
    event.preventDefault()
    void readPicture(picture)
  }
  const dropped = {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes('Files')) event.preventDefault()
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      const picture = event.dataTransfer.files[0]
      if (picture !== undefined) void readPicture(picture)
    },
  }
  const joinFromFile = async (): Promise<void> => {
    const file = await pickPlanFile()
    if (file !== null) await join(file)
  }

  if (isScanning) return <ScanSheet onFound={takeScanned} onClose={() => setIsScanning(false)} />
  return (
    <Sheet title={t('join.title')} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <div onPaste={takePasted} {...dropped}>
        <Form className="form" onSubmit={submit}>
          {givenFile !== null && <p>{t('join.withFile', { name: givenFile.name })}</p>}
          <Field
            label={t('join.link')}
            value={link}
            onChange={setLink}
            placeholder="aplec://join#…"
            autoFocus={givenLink === '' && !isScanned}
            hint={t(isScanned ? 'scan.found' : 'join.link.hint')}
          />
          <div className="join-ways">
            <Button
              size="s"
              icon={<Camera size={16} strokeWidth={1.5} aria-hidden />}
              onPress={() => setIsScanning(true)}
            >
              {t('join.scan')}
            </Button>
            <Button
              size="s"
              icon={<ImageUp size={16} strokeWidth={1.5} aria-hidden />}
              onPress={() => void choosePicture()}
            >
              {t('join.qr')}
            </Button>
          </div>
          <Field
            label={t('newPlan.you')}
            value={name}
            onChange={setName}
            autoFocus={givenLink !== '' || isScanned}
            autoComplete="name"
          />
          {said !== null && (
            <p className="said" role="alert">
              {said}
            </p>
          )}
          <footer className="sheet-foot">
            {givenFile === null && (
              <Button
                icon={<FileUp size={18} strokeWidth={1.5} aria-hidden />}
                isDisabled={!isReady}
                onPress={() => void joinFromFile()}
              >
                {t('join.fromFile')}
              </Button>
            )}
            <Button look="main" type="submit" isDisabled={!isReady}>
              {t(isAsking ? (givenFile === null ? 'join.asking' : 'join.reading') : 'join.do')}
            </Button>
          </footer>
        </Form>
      </div>
    </Sheet>
  )
}

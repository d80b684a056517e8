import './files.css'
import { Download, Paperclip, X } from 'lucide-react'
import { shownTitle } from '#shared/base/shownText.ts'
import type { FileState } from '#shared/core/contract.ts'
import { planDetach, planReattach } from '#shared/plan/attachments.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { type ViewOf, listOf } from '#shared/plan/views.ts'
import { useServices } from '../../app/context.ts'
import { useCanWrite, useDoc, usePlan } from '../../app/planContext.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { pickFile } from '../../parts/pickFile.ts'
import { useEdit } from '../../parts/useEdit.ts'
import { usePlanNames } from '../../parts/usePlanNames.ts'
import { sizeText } from '../../parts/sizeText.ts'
import { whenText } from '../../parts/whenText.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { useWords, type Words } from '../../words/words.ts'
import { FileThumb } from './FileThumb.tsx'
import { Section } from './Section.tsx'
import type { FileAdding } from './useFileAdding.ts'
import { useFileState } from './useFileState.ts'

const selectFiles = (doc: PlanDoc): readonly ViewOf<'Attachment'>[] => listOf('Attachment', doc.attachments)

type FilesSectionProps = {
  readonly projectId: string
  readonly attachments: readonly string[]
  readonly files: FileAdding
}

/** The files of a project: what they are, where they are, and the way in and out (UI95, UI96). */
export function FilesSection({ projectId, attachments, files }: FilesSectionProps) {
  const { t } = useWords()
  const known = useDoc(selectFiles)
  const canWrite = useCanWrite()
  const shown = known.filter(({ id }) => attachments.includes(id))
  const choose = async (): Promise<void> => {
    const file = await pickFile('')
    if (file !== null) files.add([file])
  }
  return (
    <Section title={t('project.files')}>
      <ul className="files">
        {shown.map((file) => (
          <FileLine key={file.id} projectId={projectId} file={file} />
        ))}
        {files.adding.map(({ key, name, share }) => (
          <li key={key} className="file" aria-busy>
            <span className="file-thumb file-thumb-none">
              <Paperclip size={20} strokeWidth={1.5} aria-hidden />
            </span>
            <div className="file-main">
              <span className="file-name">{shownTitle(name)}</span>
              <span className="file-note">{t('files.adding', { percent: percentOf(share) })}</span>
            </div>
          </li>
        ))}
      </ul>
      {canWrite && (
        <div className="files-add">
          <Button
            look="quiet"
            size="s"
            icon={<Paperclip size={16} strokeWidth={1.5} aria-hidden />}
            onPress={() => void choose()}
          >
            {t('files.add')}
          </Button>
          {shown.length + files.adding.length === 0 && <span className="file-note">{t('files.hint')}</span>}
        </div>
      )}
    </Section>
  )
}

const percentOf = (share: number): number => Math.floor(share * 100)

function FileLine({ projectId, file }: { readonly projectId: string; readonly file: ViewOf<'Attachment'> }) {
  const plan = usePlan()
  const { core } = useServices()
  const words = useWords()
  const { t } = words
  const edit = useEdit()
  const canWrite = useCanWrite()
  const { people } = usePlanNames()
  const state = useFileState(file.id)
  const { id: hash, mediaType, size, at, by } = file
  const name = shownTitle(file.name ?? '') || `${hash.slice(0, 8)}…`
  const who = by === null ? '' : (people.get(by)?.name ?? '')
  const when = at === null ? '' : whenText(at, plan.now(), words)
  const facts = [size === null ? '' : sizeText(size, words.language), shownTitle(who), when].filter(Boolean).join(' · ')
  const said = state === null ? '' : stateSentence(state, words)

  const save = async (): Promise<void> => {
    const saved = await core.shell.saveAttachment({ planId: plan.planId, hash, name: file.name ?? '' })
    if (!saved.ok) return noticeToast(saved.error, words)
    if (saved.value !== null) toast({ text: t('file.saved', { name: saved.value.name }) })
  }
  const remove = (): void => {
    if (!edit((doc) => planDetach(doc, projectId, hash, plan.selfId(), plan.now()))) return
    const undo = (): void => void edit((doc) => planReattach(doc, projectId, hash))
    toast({ text: t('card.binned', { title: name }), action: { word: t('app.undo'), run: undo } })
  }
  return (
    <li className="file">
      <FileThumb hash={hash} mediaType={mediaType ?? ''} size={size ?? 0} isHere={state?.at === 'here'} />
      <div className="file-main">
        <span className="file-name">{name}</span>
        {facts !== '' && <span className="file-note">{facts}</span>}
        {said !== '' && <span className="file-note file-where">{said}</span>}
      </div>
      {state?.at === 'here' && (
        <IconButton
          icon={<Download size={16} strokeWidth={1.5} />}
          label={t('files.save', { name })}
          onPress={() => void save()}
        />
      )}
      {state?.at === 'elsewhere' && !state.isWanted && (
        <Button
          size="s"
          onPress={() => void plan.document.plan().fetchFile(hash)}
          aria-label={t('files.fetch.of', { name })}
        >
          {t('files.fetch')}
        </Button>
      )}
      {canWrite && (
        <span className="line-remove">
          <IconButton
            icon={<X size={16} strokeWidth={1.5} />}
            label={`${t('app.remove')}: ${name}`}
            hasTooltip={false}
            onPress={remove}
          />
        </span>
      )}
    </li>
  )
}

/** Where the file is, when that is worth a sentence. */
function stateSentence(state: FileState, { t }: Words): string {
  switch (state.at) {
    case 'here':
      return state.sending === null ? '' : t('files.sending', { percent: percentOf(state.sending) })
    case 'coming':
      return t('files.coming', { percent: percentOf(state.share) })
    case 'elsewhere':
      return t(state.isWanted ? 'files.awaited' : 'files.elsewhere')
    case 'nameOnly':
      return t('files.nameOnly')
  }
}

import { Handshake } from 'lucide-react'
import { memo, useState } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { type Carried, NOTHING_CARRIED } from '#shared/plan/carried.ts'
import { selectPartners } from '#shared/plan/lists.ts'
import type { ViewOf } from '#shared/plan/views.ts'
import { useCanWrite, useDoc } from '../../app/planContext.ts'
import { AddLine } from '../../parts/AddLine.tsx'
import { LineEdit } from '../../parts/LineEdit.tsx'
import { LineMenu } from '../../parts/LineMenu.tsx'
import { OutsideLink } from '../../parts/OutsideLink.tsx'
import { TextEdit } from '../../parts/TextEdit.tsx'
import { useThing } from '../../parts/useThing.ts'
import { Choice } from '../../ui/Choice.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Initials } from '../../ui/Initials.tsx'
import { useWords } from '../../words/words.ts'
import { CarriedLists } from './CarriedLists.tsx'
import { Fold, FoldFact } from './Fold.tsx'
import { useStableOrder } from './useStableOrder.ts'

const SORTS = ['ally', 'funder', 'supplier', 'public'] as const
type Sort = (typeof SORTS)[number]

/** Whom the plan counts on beyond its own people: of what kind, how to reach them, what they give. */
export function PartnersTab({ carried }: { readonly carried: ReadonlyMap<string, Carried> }) {
  const { t } = useWords()
  const { add } = useThing()
  const partners = useStableOrder(useDoc(selectPartners))
  const [fresh, setFresh] = useState<string | null>(null)
  return (
    <>
      {partners.length === 0 && (
        <Empty mark={<Handshake size={40} strokeWidth={1.25} aria-hidden />} title={t('partners.empty')}>
          {t('partners.empty.hint')}
        </Empty>
      )}
      {partners.length > 0 && (
        <ul className="people">
          {partners.map((partner) => (
            <PartnerRow
              key={partner.id}
              partner={partner}
              carried={carried.get(partner.id) ?? NOTHING_CARRIED}
              isFresh={partner.id === fresh}
            />
          ))}
        </ul>
      )}
      <AddLine
        label={t('partners.add')}
        onAdd={(name) => {
          const id = add('Partner', { name })
          setFresh(id)
          return id !== null
        }}
      />
    </>
  )
}

type PartnerRowProps = {
  readonly partner: ViewOf<'Partner'>
  readonly carried: Carried
  readonly isFresh: boolean
}

const PartnerRow = memo(function PartnerRow({ partner, carried, isFresh }: PartnerRowProps) {
  const { t } = useWords()
  const { set } = useThing()
  const canWrite = useCanWrite()
  const ref = { type: 'Partner', id: partner.id } as const
  const sort = SORTS.find((one) => one === partner.sort) ?? null
  const url = partner.url ?? ''
  return (
    <Fold
      face={<Initials name={partner.name} isBesideName />}
      name={shownTitle(partner.name) || t('plan.untitled')}
      notes={[
        sort === null ? '' : t(`partner.${sort}`),
        carried.projects.length > 0 ? t('partners.projects', { count: carried.projects.length }) : '',
        shownTitle(partner.contact),
      ]}
      menu={<LineMenu thing={ref} name={partner.name} />}
      isFresh={isFresh}
    >
      <FoldFact name={t('people.itsName')}>
        <TextEdit
          thing={ref}
          field="name"
          stored={partner.name}
          label={t('people.itsName')}
          isLabelHidden
          look="line"
        />
      </FoldFact>
      {canWrite && (
        <FoldFact name={t('partners.kind')}>
          <Choice<Sort>
            label={t('partners.kind')}
            isLabelHidden
            options={SORTS.map((key) => ({ key, name: t(`partner.${key}`) }))}
            chosen={sort}
            onChoose={(key) => void set(ref, { sort: key })}
          />
        </FoldFact>
      )}
      <FoldFact name={t('partners.contact')}>
        <TextEdit
          thing={ref}
          field="contact"
          stored={partner.contact}
          label={t('partners.contact')}
          isLabelHidden
          isProse
          placeholder={t('partners.contact.example')}
          hasFocus={isFresh}
        />
      </FoldFact>
      <FoldFact name={t('partners.url')}>
        <LineEdit
          label={t('partners.url')}
          isLabelHidden
          type="url"
          stored={url}
          placeholder="https://…"
          onDone={(typed) => set(ref, { url: typed === '' ? null : typed })}
        />
        {url !== '' && <OutsideLink url={url} />}
      </FoldFact>
      <FoldFact name={t('partners.note')}>
        <TextEdit
          thing={ref}
          field="note"
          stored={partner.note}
          label={t('partners.note')}
          isLabelHidden
          isProse
          placeholder={t('partners.note.example')}
        />
      </FoldFact>
      <CarriedLists carried={carried} projectsLabel={t('partners.takesPart')} />
    </Fold>
  )
})

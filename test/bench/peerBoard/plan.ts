/** What the peer keeps of a plan: one map of cards, as a board on automerge-repo usually has it. */
export type PeerCard = {
  title: string
  summary: string
  from: number
  to: number
  stage: string
  rank: string
  tags: string[]
}

export type PeerPlan = { stages: string[]; cards: Record<string, PeerCard> }

/** Which slots share a word, such as a code; what has no word is in no group. */
export type SlotGroups = {
  readonly add: (key: string | undefined, slot: number) => void
  readonly remove: (key: string | undefined, slot: number) => void
  readonly of: (key: string) => readonly number[]
}

export function createSlotGroups(): SlotGroups {
  const groups = new Map<string, readonly number[]>()
  return {
    add: (key, slot) => {
      if (key) groups.set(key, [...(groups.get(key) ?? []), slot])
    },
    remove: (key, slot) => {
      if (!key) return
      const left = groups.get(key)?.filter(other => other !== slot) ?? []
      if (left.length === 0) groups.delete(key)
      else groups.set(key, left)
    },
    of: key => groups.get(key) ?? [],
  }
}

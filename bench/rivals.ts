import Flatbush from 'flatbush'
import { around } from 'geokdbush'
import KDBush from 'kdbush'
import { AGES, type PointQuestion, type Points, SEXES, TYPES } from './points.ts'

/** Finds the ids of the nearest, nearest first. */
export type Finder = (question: PointQuestion, limit: number, filtered: boolean) => number[]

/** Whether a point serves the person who asks. The rivals ask it of each candidate, from flat arrays. */
const serves = (points: Points, index: number, { ageDays, sex }: PointQuestion): boolean => {
  const range = AGES[points.ages[index] ?? 0]
  return (
    range !== undefined &&
    ageDays >= range.fromDays &&
    ageDays <= range.toDays &&
    (SEXES[points.sexes[index] ?? 0]?.includes(sex) ?? false)
  )
}

const membersByType = (points: Points): number[][] => {
  const members: number[][] = Array.from({ length: TYPES + 1 }, () => [])
  for (let index = 0; index < points.count; index += 1) members[points.types[index] ?? 0]?.push(index)
  return members
}

/** The usual choice for points on the globe: one k-d tree for each type, searched by great-circle distance. */
export function kdbushByType(points: Points): Finder {
  const members = membersByType(points)
  const trees = members.map(indices => {
    if (indices.length === 0) return undefined
    const tree = new KDBush(indices.length)
    for (const index of indices) tree.add(points.longitudes[index] ?? 0, points.latitudes[index] ?? 0)
    return tree.finish()
  })
  return (question, limit, filtered) => {
    const tree = trees[question.typeId]
    const own = members[question.typeId] ?? []
    if (!tree) return []
    const { longitude, latitude } = question
    const predicate = filtered ? (at: number) => serves(points, own[at] ?? 0, question) : undefined
    const found = around(tree, longitude, latitude, limit, Number.POSITIVE_INFINITY, predicate)
    return found.map(at => (own[at] ?? 0) + 1)
  }
}

/** One packed R-tree for each type, on the plane. */
export function flatbushByType(points: Points): Finder {
  const members = membersByType(points)
  const trees = members.map(indices => {
    if (indices.length === 0) return undefined
    const tree = new Flatbush(indices.length)
    for (const index of indices) {
      const [easting, northing] = [points.eastings[index] ?? 0, points.northings[index] ?? 0]
      tree.add(easting, northing, easting, northing)
    }
    tree.finish()
    return tree
  })
  return (question, limit, filtered) => {
    const own = members[question.typeId] ?? []
    const predicate = filtered ? (at: number) => serves(points, own[at] ?? 0, question) : undefined
    const { easting, northing } = question
    const found = trees[question.typeId]?.neighbors(
      easting,
      northing,
      limit,
      Number.POSITIVE_INFINITY,
      predicate,
    )
    return (found ?? []).map(at => (own[at] ?? 0) + 1)
  }
}

/** Looks at every point: slow, and so plain that it is believed. */
export function everyPoint(points: Points): Finder {
  const members = membersByType(points)
  return (question, limit, filtered) =>
    (members[question.typeId] ?? [])
      .filter(index => !filtered || serves(points, index, question))
      .map(index => {
        const east = (points.eastings[index] ?? 0) - question.easting
        const north = (points.northings[index] ?? 0) - question.northing
        return { id: index + 1, squared: east * east + north * north }
      })
      .sort((a, b) => a.squared - b.squared || a.id - b.id)
      .slice(0, limit)
      .map(({ id }) => id)
}

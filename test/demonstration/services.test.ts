import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Compile } from 'typebox/compile'
import { CAST } from '../../src/demonstration/cast.ts'
import { demonstrationServices } from '../../src/demonstration/index.ts'
import { KINDS } from '../../src/demonstration/kinds.ts'
import { openingProblems, Service, serviceTypeById } from '../../src/directory/index.ts'
import { createPlaces, ENGLISH_OUTCODES, toGrid } from '../../src/places/index.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const DAY = 86_400_000
const places = createPlaces()
const standard = [...demonstrationServices({ scale: 'standard' }, places, NOW)]
const found = standard.filter(service => serviceTypeById(service.typeId)?.searchable)

/** Numbers that Ofcom keeps for drama, by area and the digits that follow. */
const DRAMA =
  /^(01632 960\d{3}|020 7946 0\d{3}|0113 496 0\d{3}|0121 496 0\d{3}|0161 496 0\d{3}|0808 157 0\d{3})$/

/** Everything that counts back from the start, taken out. */
function undated(service: Service): unknown {
  const { verification: _, capacity, ...rest } = service
  return { ...rest, capacity: capacity && { ...capacity, updatedAt: '', resetAt: '' } }
}

describe('the demonstration world', () => {
  it('is the same at every start, but for dates', () => {
    const quarter = { scale: 'standard', share: 0.25 } as const
    const [one, two, later] = [NOW, NOW, NOW + 400 * DAY].map(now => [
      ...demonstrationServices(quarter, places, now),
    ])
    // As text: a thousand times faster than deepEqual at this size, and no less strict.
    assert.ok(JSON.stringify(one) === JSON.stringify(two))
    assert.ok(JSON.stringify(one) !== JSON.stringify(later))
    assert.ok(JSON.stringify(one?.map(undated)) === JSON.stringify(later?.map(undated)))
  })

  it('holds records that the directory takes, with opening times that make sense', () => {
    const check = Compile(Service)
    for (const service of standard) {
      assert.ok(check.Check(service), JSON.stringify([...check.Errors(service)].slice(0, 2)))
      assert.deepEqual(openingProblems(service.openingTimes), [], service.name)
    }
  })

  it('has ids from 1 without a gap, and uids and keys that nothing else has', () => {
    assert.deepEqual(
      standard.map(service => service.id),
      Array.from({ length: standard.length }, (_, index) => index + 1),
    )
    for (const marks of [standard.map(one => one.uid), standard.map(one => one.source.key)])
      assert.equal(new Set(marks).size, standard.length)
  })

  it('stands in England, every service of it, in the region its outcode is in', () => {
    const regions = new Map(ENGLISH_OUTCODES.map(({ outcode, regionId }) => [outcode, regionId]))
    for (const { name, place, regionId } of found) {
      const { easting, northing, postcode, latitude, longitude } = place
      assert.ok(easting !== undefined && northing !== undefined && postcode !== undefined, name)
      assert.ok(latitude !== undefined && longitude !== undefined, name)
      assert.ok(places.isEngland({ easting, northing }), name)
      const again = toGrid({ latitude, longitude })
      assert.ok(Math.hypot(again.easting - easting, again.northing - northing) < 2, name)
      assert.equal(regions.get(postcode.split(' ')[0] ?? ''), regionId, name)
    }
  })

  it('can be taken for nobody real: names, numbers, addresses, codes', () => {
    for (const service of standard) {
      for (const name of [service.name, service.publicName ?? service.name])
        assert.match(name, / \(demonstration\)$/)
      for (const { kind, value } of service.contacts) {
        if (kind === 'phone') assert.match(value, DRAMA)
        if (kind === 'email') assert.match(value, /^[\w-]+@example\.org$/)
        if (kind === 'web') assert.match(value, /^https:\/\/([\w-]+\.)?example\.org$/)
      }
      for (const { transport, address } of service.endpoints) {
        if (transport === 'telno') assert.match(address, DRAMA)
        else if (transport === 'email') assert.match(address, /^[\w-]+@example\.org$/)
        else assert.equal(URL.parse(address)?.hostname, 'itk.example.org')
      }
      // No live ODS code of an organisation begins with X and has more than five characters.
      if (service.odsCode !== undefined) assert.match(service.odsCode, /^XD[0-9A-Z]{5}$/)
      assert.equal(service.source.name, 'demonstration')
    }
    for (const part of CAST) assert.match(part.organisation.name, / \(demonstration\)$/)
  })

  it('has every kind, the urgent ones in full and a quarter of the others', () => {
    for (const { typeId, fullCount, urgent } of KINDS) {
      assert.ok(serviceTypeById(typeId)?.searchable, `type ${typeId}`)
      const count = standard.filter(service => service.typeId === typeId).length
      assert.equal(count, urgent ? fullCount : Math.ceil(fullCount / 4), `type ${typeId}`)
    }
    assert.ok(standard.length >= 19_000 && standard.length <= 20_000, `${standard.length}`)
  })

  it('shows every way in which services differ', () => {
    const share = (test: (service: Service) => boolean): number => found.filter(test).length / found.length
    const some = (test: (service: Service) => boolean): void =>
      assert.ok(share(test) > 0.001 && share(test) < 0.999, String(test))
    some(service => service.audience === 'professional')
    some(service => service.openingTimes.allHours)
    some(service => service.openingTimes.bankHolidays.length > 0)
    some(service => service.capacity?.status === 'green')
    some(service => service.capacity?.status === 'red')
    some(service => service.endpoints.length > 0)
    // As the field has them: in order, with what is sent, in which form and to whom (sources, DoS 5.9).
    for (const { endpoints } of found) {
      assert.deepEqual(
        endpoints.map(({ order, transport }) => `${order} ${transport}`),
        endpoints.length === 0 ? [] : ['1 itk', '2 email', '3 telno'],
      )
    }
    some(service => service.eligibility.ageRanges.some(range => range.fromDays > 0))
    some(service => service.eligibility.ageRanges.some(range => range.toDays < 6000))
    some(service => !service.referralRoles.includes(1))
  })

  it('hangs every service from a commissioner, and that from its region', () => {
    const byId = new Map(standard.map(service => [service.id, service]))
    for (const service of found) {
      const commissioner = byId.get(service.parentId ?? 0)
      const region = byId.get(commissioner?.parentId ?? 0)
      assert.equal(commissioner?.regionId, service.regionId)
      assert.equal(region?.regionId, service.regionId)
      assert.equal(region?.parentId, undefined)
    }
  })

  it('tells nobody of a professional service by a public contact', () => {
    for (const service of found.filter(one => one.audience === 'professional'))
      assert.deepEqual(
        service.contacts.filter(contact => contact.audience === 'public'),
        [],
      )
  })

  it('opens as often as was seen: pharmacies by day, lunch and evening', () => {
    const pharmacies = standard.filter(service => service.typeId === 13)
    const near = (target: number, test: (times: Service['openingTimes']) => boolean): void => {
      const share = pharmacies.filter(service => test(service.openingTimes)).length / pharmacies.length
      assert.ok(Math.abs(share - target) < 0.03, `${share} of ${target}: ${test}`)
    }
    const on = (times: Service['openingTimes'], day: string) =>
      times.weekly.find(one => one.day === day)?.sessions ?? []
    near(0.82, times => on(times, 'saturday').length > 0)
    near(0.22, times => on(times, 'sunday').length > 0)
    near(0.22, times => on(times, 'monday').length > 1)
    near(0.1, times => on(times, 'monday').some(session => session.closes >= '22:00'))
  })
})

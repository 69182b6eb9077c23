import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { withDistricts } from '../../src/places/districts.ts'
import { MIXED_OUTCODES } from '../../src/places/embedded/areas.ts'
import { OUTCODE_PLACES } from '../../src/places/embedded/outcodes.ts'
import { loadGazetteer } from '../../src/places/gazetteer.ts'
import { shortTownKey, townKey } from '../../src/places/town-name.ts'
import { type TownAnswer, towns } from '../../src/places/towns.ts'

const gazetteer = loadGazetteer()
const { search } = towns(
  withDistricts(gazetteer, { outcodePlaces: OUTCODE_PLACES, mixedOutcodes: MIXED_OUTCODES }),
)
const labelOf = (answer: TownAnswer): string =>
  answer.outcome === 'town'
    ? answer.town.label
    : answer.outcome === 'several'
      ? answer.towns.map(town => town.label).join(' | ')
      : answer.outcome

describe('the gazetteer', () => {
  it('holds the towns of the United Kingdom, 3,314 of England, and those of the islands and Gibraltar', () => {
    assert.equal(gazetteer.length, 4301 + 32)
    assert.equal(gazetteer.filter(town => town.nation === 'england').length, 3314)
    assert.equal(loadGazetteer(), gazetteer)
  })
})

describe('searching a town', () => {
  it('looks past case, accents, hyphens, full stops, apostrophes and small words', () => {
    const same: string[][] = [
      [
        'Newcastle upon Tyne',
        'newcastle-upon-tyne',
        'NEWCASTLE ON TYNE',
        'Newcastle  Tyne',
        'Néwcastle upon Tyne',
      ],
      ['St Albans', 'Saint Albans', 'st. albans', 'St. Alban’s'],
      ['Stoke-on-Trent', 'Stoke on Trent', 'stoke upon trent'],
      ['Bishop’s Stortford', 'Bishops Stortford', "bishop's stortford"],
    ]
    for (const forms of same) assert.equal(new Set(forms.map(townKey)).size, 1, forms.join())
    assert.equal(shortTownKey('Newcastle upon Tyne'), 'newcastle')
    assert.equal(shortTownKey('Leeds'), null)
    for (const text of ['leeds', ' LEEDS ', 'Leeds']) assert.equal(labelOf(search(text)), 'Leeds')
    assert.equal(labelOf(search('saint albans')), 'St Albans')
    assert.equal(labelOf(search('Newcastle-on-Tyne')), 'Newcastle upon Tyne')
    assert.equal(labelOf(search('Hull')), 'Kingston upon Hull')
    assert.equal(labelOf(search('London')), 'London')
  })

  it('finds every English town by its own name', () => {
    for (const town of gazetteer.filter(each => each.nation === 'england')) {
      const answer = search(town.name)
      if (town.name === 'Wales') assert.equal(answer.outcome, 'elsewhere')
      else assert.ok(answer.outcome === 'town' || answer.outcome === 'several', town.name)
    }
  })

  it('finds every town and choice again by the label that it gave, and never gives two the same', () => {
    for (const name of new Set(gazetteer.map(town => town.name))) {
      const answer = search(name)
      const given =
        answer.outcome === 'several' ? answer.towns : answer.outcome === 'town' ? [answer.town] : []
      assert.equal(new Set(given.map(({ label }) => label)).size, given.length, name)
      for (const { label, town } of given) {
        const again = search(label)
        assert.equal(again.outcome === 'town' && again.town.town, town, label)
      }
    }
  })

  it('narrows by county, nation, city or country, with a comma or without', () => {
    const narrowed: Record<string, string> = {
      'Newport, Shropshire': 'Newport (near Telford)',
      'Newport Salop': 'Newport (near Telford)',
      'Newport, Shropshire, England': 'Newport (near Telford)',
      'Newport, Isle of Wight': 'Newport (near Cowes)',
      'Ashford, Kent': 'Ashford (near Canterbury)',
      'Ashford Surrey': 'Ashford (near Staines)',
      'Richmond, North Yorkshire': 'Richmond (near Darlington)',
      'Whitchurch, Hants': 'Whitchurch (near Andover)',
      'Stratford, London': 'Stratford (near Newham)',
      'Clifton, Bristol': 'Clifton (near Bristol)',
      'Leeds, UK': 'Leeds',
      'Newport, Wales': 'elsewhere',
      'Newcastle, Northern Ireland': 'elsewhere',
    }
    for (const [text, label] of Object.entries(narrowed)) assert.equal(labelOf(search(text)), label, text)
  })

  it('drops nothing that was said: what does not fit the name is asked back', () => {
    for (const text of ['Leeds, Kent', 'Leeds, London', 'Leeds, Narnia', 'Leeds (near Penzance)']) {
      const answer = search(text)
      assert.ok(answer.outcome === 'several', text)
      assert.equal(labelOf(answer), 'Leeds')
    }
    for (const text of ['Leeds Narnia', 'Leeds Penzance']) assert.equal(search(text).outcome, 'none', text)
  })

  it('knows parts of cities, so that a village of the same name is never taken for one unasked', () => {
    for (const name of [
      'Headingley',
      'Toxteth',
      'Hackney',
      'Camden',
      'Tower Hamlets',
      'Croydon',
      'Southwark',
    ])
      assert.match(labelOf(search(name)), new RegExp(`^${name}( \\(near .+\\))?$`))
    assert.equal(labelOf(search('Everton')), 'Everton (near Liverpool)')
    for (const name of ['Cheadle', 'Clapham', 'Clifton', 'Bow', 'Stratford', 'Kingston', 'Beeston'])
      assert.equal(search(name).outcome, 'several', name)
  })

  it('tells a small place by a larger one near it, even where it is the only one of its name known here', () => {
    assert.equal(labelOf(search('Oswestry')), 'Oswestry (near Shrewsbury)')
    assert.equal(labelOf(search('Lincoln')), 'Lincoln')
  })

  it('searches from no county, and knows the other nations by their names', () => {
    for (const name of ['Kent', 'Isle of Wight', 'Yorks', 'County Durham'])
      assert.equal(search(name).outcome, 'county', name)
    for (const [name, nation] of Object.entries({
      Scotland: 'scotland',
      Wales: 'wales',
      'isle of man': 'isle-of-man',
      Douglas: 'isle-of-man',
      'St Helier': 'jersey',
      Sark: 'guernsey',
      Ireland: 'elsewhere',
    })) {
      const answer = search(name)
      assert.equal(answer.outcome === 'elsewhere' && answer.nations[0], nation, name)
    }
    const bangor = search('Bangor')
    assert.deepEqual(bangor.outcome === 'elsewhere' && bangor.nations, ['northern-ireland', 'wales'])
  })

  it('asks which of several is meant, in words that tell them apart and find it again', () => {
    for (const name of [
      'Newport',
      'Richmond',
      'Ashford',
      'Hythe',
      'Newcastle',
      'Stoke',
      'Stone',
      'Farnborough',
    ]) {
      const answer = search(name)
      assert.ok(answer.outcome === 'several', name)
      const labels = answer.towns.map(({ label }) => label)
      assert.equal(new Set(labels).size, labels.length, labels.join())
      for (const { label, town } of answer.towns) {
        const again = search(label)
        assert.ok(again.outcome === 'town', label)
        assert.equal(again.town.town, town, label)
      }
    }
    assert.match(labelOf(search('Newport')), /Newport \(near Telford\)/)
    assert.equal(labelOf(search('Newport, Telford')), 'Newport (near Telford)')
    assert.equal(labelOf(search('Leeds, West Yorkshire')), 'Leeds')
  })

  it('takes the one that dwarfs its namesakes, and says where that is', () => {
    assert.match(labelOf(search('Preston')), /^Preston/)
    assert.match(labelOf(search('Gillingham')), /^Gillingham \(near /)
    assert.match(labelOf(search('Gillingham, Yeovil')), /^Gillingham \(near /)
    assert.notEqual(labelOf(search('Gillingham, Yeovil')), labelOf(search('Gillingham')))
  })

  it('knows the towns of the other nations, so that it can say whom to ask', () => {
    for (const [name, nation] of [
      ['Cardiff', 'wales'],
      ['Glasgow', 'scotland'],
      ['Belfast', 'northern-ireland'],
      ['Coldstream', 'scotland'],
    ]) {
      const answer = search(`${name}`)
      assert.equal(answer.outcome === 'elsewhere' && answer.nations[0], nation)
    }
  })

  it('finds nothing in rubbish', () => {
    for (const text of ['', '  ', ',', '(near', 'Xyzzy', 'x'.repeat(100), '(((((((((((('])
      assert.deepEqual(search(text), { outcome: 'none' })
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loadGazetteer } from '../../src/places/gazetteer.ts'
import { shortTownKey, townKey } from '../../src/places/town-name.ts'
import { type TownAnswer, towns } from '../../src/places/towns.ts'

const gazetteer = loadGazetteer()
const { search } = towns(gazetteer)
const labelOf = (answer: TownAnswer): string =>
  answer.outcome === 'town'
    ? answer.town.label
    : answer.outcome === 'several'
      ? answer.towns.map(town => town.label).join(' | ')
      : answer.outcome

describe('the gazetteer', () => {
  it('holds the towns of the United Kingdom, and 3,314 of England', () => {
    assert.equal(gazetteer.length, 4301)
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
      assert.ok(answer.outcome === 'town' || answer.outcome === 'several', town.name)
    }
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
      assert.equal(answer.outcome === 'elsewhere' && answer.nation, nation)
    }
  })

  it('finds nothing in rubbish', () => {
    for (const text of ['', '  ', ',', '(near', 'Xyzzy', 'x'.repeat(100), '(((((((((((('])
      assert.deepEqual(search(text), { outcome: 'none' })
  })
})

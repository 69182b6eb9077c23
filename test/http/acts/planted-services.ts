import { commissionerId } from '../../../src/demonstration/services.ts'
import type { House } from '../../support/house.ts'
import { asker } from './askers.ts'
import type { People } from './planted-people.ts'
import { type Planter, text } from './planter.ts'

/** An entry with a mark in each of its texts, somebody who keeps it, and drafts that wait and were decided. */
export async function plantServices(
  house: House,
  { mark, marks, does, filled }: Planter,
  { leads, manager }: People,
  region: string,
) {
  const { profile } = filled('service draft-new')
  const parentId = commissionerId(region, 1)
  // What is put in the place of a mark is none.
  marks.delete(text(Object(profile).regionId))
  const whole = { ...Object(profile), typeId: 13, regionId: region, parentId }
  const begun = text((await does(leads, 'service draft-new', {}, { profile: whole })).id)
  await does(leads, 'service-draft submit', { id: begun })
  const { service } = await does(manager, 'service-draft approve', { id: begun })
  const id = String(service)
  const name = 'service-editor'
  const editor = await asker(house, `${mark(`id of the ${name}`)}-${name}`, [{ role: name, scope: id }], {
    label: `the planted ${name}`,
    name: mark(`name of the ${name}`),
    email: `${mark(`e-mail of the ${name}`)}@example.org`,
  })
  await does(editor, 'service set-capacity', { id })
  await does(editor, 'service verify', { id })
  const draft = async (): Promise<string> => {
    const patch = {
      name: mark('name in a draft'),
      instructions: { referral: mark('instructions in a draft') },
    }
    return text((await does(editor, 'service draft', { id }, { patch, profile: undefined })).id)
  }
  const rejected = await draft()
  await does(editor, 'service-draft submit', { id: rejected })
  await does(leads, 'service-draft reject', { id: rejected })
  const waiting = await draft()
  await does(editor, 'service-draft submit', { id: waiting })
  return { editor, things: { service: [id], 'service-draft': [waiting, rejected, begun] } }
}

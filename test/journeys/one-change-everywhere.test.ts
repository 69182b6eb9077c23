import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readDemonstrationFile } from '../../src/demonstration/index.ts'
import { type Service, serviceTypeById } from '../../src/directory/index.ts'
import { healthcareServiceId } from '../../src/fhir/index.ts'
import { openHouse } from '../support/house.ts'

/** What each interface says of one service; null: it does not give it. */
type Said = Readonly<Record<'native' | 'rest' | 'soap' | 'fhir' | 'capacity', string | null>>

describe('a department that fills up', async () => {
  const house = await openHouse()
  const { rooms } = house
  const file = await readDemonstrationFile(join(rooms.config.dataFolder, 'demo.json'))
  const account = (name: string) => file?.accounts.find(one => one.name === name)
  const desk = account('legacy-desk')
  const basic = `Basic ${Buffer.from(`${desk?.username}:${desk?.password}`).toString('base64')}`
  const key = `Token ${account('capacity-updater')?.apiKey}`

  const send = async (method: 'GET' | 'POST' | 'PUT', url: string, headers: object, payload?: string) =>
    rooms.app.inject({ method, url, headers: { ...headers }, ...(payload === undefined ? {} : { payload }) })

  const soap = (service: Service): string => {
    const [pair] = service.clinicalProfile.symptoms
    return `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns="https://nww.pathwaysdos.nhs.uk/app/api/webservices"><e:Body><CheckCapacitySummary>
      <userInfo><username>${desk?.username}</username><password>${desk?.password}</password></userInfo>
      <c><postcode>${service.place.postcode}</postcode><age>34</age><ageFormat>Years</ageFormat><symptomGroup>${pair?.group}</symptomGroup>
      <symptomDiscriminatorList><int>${pair?.discriminator}</int></symptomDiscriminatorList><searchDistance>30</searchDistance>
      <forceSearchDistance>true</forceSearchDistance><gender>F</gender></c></CheckCapacitySummary></e:Body></e:Envelope>`
  }

  async function said(service: Service): Promise<Said> {
    const { id, uid, typeId, place } = service
    const near = encodeURIComponent(place.postcode ?? '')
    const native = await house.ask('call-centre', `/api/v1/services?near=${near}&type=${typeId}&limit=100`)
    const found = native
      .json<{ services: { id: number; capacity?: { status: string } }[] }>()
      .services.find(one => one.id === id)
    const rest = await send('GET', `/app/controllers/api/v1.0/services/byServiceId/${uid}`, {
      authorization: basic,
    })
    const [whole] = rest.json<{
      success: { services: { capacity: { status: { human: string } } }[] }
    }>().success.services
    const envelope = await send(
      'POST',
      '/app/api/webservices',
      { 'content-type': 'application/soap+xml' },
      soap(service),
    )
    const destination = new RegExp(`<ns1:id>${uid}</ns1:id><ns1:capacity>(\\w+)<`).exec(envelope.body)
    const fhir = await house.ask('fhir-app', `/fhir/R4/HealthcareService/${healthcareServiceId(id)}`)
    const coded = /dos-capacity[^}]*"code":"(\w+)"/.exec(fhir.body)
    const own = await send('GET', `/api/v0.0.1/capacity/services/${uid}/capacitystatus/`, {
      authorization: key,
    })
    return {
      native: found?.capacity?.status ?? null,
      rest: whole?.capacity.status.human ?? null,
      soap: destination?.[1] ?? null,
      fhir: coded?.[1] ?? null,
      capacity: own.json<{ status: string }>().status,
    }
  }

  const set = async (uid: string, body: object): Promise<void> => {
    const url = `/api/v0.0.1/capacity/services/${uid}/capacitystatus/`
    const headers = { authorization: key, 'content-type': 'application/json' }
    const answer = await send('PUT', url, headers, JSON.stringify(body))
    assert.equal(answer.statusCode, 200, answer.body)
  }

  /** An entry of the region the account keeps, that every interface gives while there is room. */
  async function department(): Promise<Service> {
    for (let id = 1; id <= rooms.memory.size(); id += 1) {
      const service = rooms.memory.recordOf(id)
      if (service?.regionId !== 'Y63' || service.clinicalProfile.symptoms.length === 0) continue
      if (service.capacity === undefined || serviceTypeById(service.typeId)?.capacityReset !== true) continue
      await set(service.uid, { status: 'green' })
      if (Object.values(await said(service)).every(word => word !== null)) return service
    }
    throw new Error('The demonstration has no such entry.')
  }

  it('is told of by every interface, at once, and again when it has room', async () => {
    const service = await department()
    assert.deepEqual(await said(service), {
      native: 'green',
      rest: 'HIGH',
      soap: 'High',
      fhir: 'green',
      capacity: 'GREEN',
    })
    await set(service.uid, { status: 'amber', resetStatusIn: 60 })
    assert.deepEqual(await said(service), {
      native: 'amber',
      rest: 'LOW',
      soap: 'Low',
      fhir: 'amber',
      capacity: 'AMBER',
    })
    await set(service.uid, { status: 'red', resetStatusIn: 60 })
    // A clinical search sends nobody where there is no room.
    assert.deepEqual(await said(service), {
      native: 'red',
      rest: 'NONE',
      soap: null,
      fhir: 'red',
      capacity: 'RED',
    })
    await house.advance(61 * 60_000)
    assert.deepEqual(await said(service), {
      native: 'green',
      rest: 'HIGH',
      soap: 'High',
      fhir: 'green',
      capacity: 'GREEN',
    })
  })
})

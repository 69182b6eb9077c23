import type { Command } from 'commander'
import { addImportClinical } from './import-clinical.ts'
import { addImportOrganisations } from './import-organisations.ts'
import { addImportPostcodes } from './import-postcodes.ts'
import { addImportServices } from './import-services.ts'
import type { Runner } from './operation.ts'

/** `signpost import …`: real data in, every row accounted for. */
export function addImportCommands(program: Command, run: Runner): void {
  const command = program
    .command('import')
    .description('Import postcodes, services, organisations or clinical lists from files.')
  addImportPostcodes(command, run)
  addImportServices(command, run)
  addImportOrganisations(command, run)
  addImportClinical(command, run)
}

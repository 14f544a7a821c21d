/** Names of variables' values, by the variable's name in upper case (MS-WDSOSD 2.2.1 to 2.2.8, MS-WDSMSI 2.2.1). */

const ARCHITECTURES: Readonly<Record<number, string>> = {
  0x00: 'PROCESSOR_ARCHITECTURE_INTEL',
  0x05: 'PROCESSOR_ARCHITECTURE_ARM',
  0x06: 'PROCESSOR_ARCHITECTURE_IA64',
  0x09: 'PROCESSOR_ARCHITECTURE_AMD64',
  0x0b: 'PROCESSOR_ARCHITECTURE_ARM64',
  // As deployed clients send it.
  0x0c: 'PROCESSOR_ARCHITECTURE_ARM64 (as deployed)',
};

const MESSAGE_TYPES =
  'ERROR STARTED FINISHED IMAGE_SELECTED APPLY_STARTED APPLY_FINISHED GENERIC_MESSAGE UNATTEND_MODE TRANSFER_START ' +
  'TRANSFER_END TRANSFER_DOWNGRADE DOMAINJOINERROR POST_ACTIONS_START POST_ACTIONS_END APPLY_STARTED_2 ' +
  'APPLY_FINISHED_2 DOMAINJOINERROR_2 DRIVER_PACKAGE_NOT_ACCESSIBLE OFFLINE_DRIVER_INJECTION_START ' +
  'OFFLINE_DRIVER_INJECTION_END OFFLINE_DRIVER_INJECTION_FAILURE IMAGE_SELECTED2 IMAGE_SELECTED3';

const numbered = (prefix: string, names: string, first = 0): Readonly<Record<number, string>> =>
  Object.fromEntries(names.split(' ').map((name, i) => [first + i, prefix + name]));

const VALUES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  ARCHITECTURE: ARCHITECTURES,
  'MI.TOSI.AR': ARCHITECTURES,
  MESSAGE_TYPE: numbered('WDS_LOG_TYPE_CLIENT_', MESSAGE_TYPES, 1),
  LOGLEVEL: numbered('WDS_LOG_LEVEL_', 'DISABLED ERROR WARNING INFO'),
  FIRMWARE: numbered('WdsCliClientFirmwareType', 'Pcat Uefi'),
};

export const valueName = (variable: string, value: number): string | undefined =>
  VALUES[variable.toUpperCase()]?.[value];

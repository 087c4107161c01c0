const documentation =
  'Devices are registered here and given to patients by Device.patient: a PUT or PATCH with it pairs from then on, one without ends the pairing. Of a Device status, type, serialNumber and patient are kept.';

/** What this server does, as a CapabilityStatement of FHIR R4. */
export const capabilityStatement = {
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: '2026-11-30',
  kind: 'instance',
  software: { name: 'Beatwatch' },
  implementation: { description: 'Devices of Beatwatch' },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json'],
  patchFormat: ['application/json-patch+json'],
  rest: [
    {
      mode: 'server',
      security: {
        description:
          'Authorization: Bearer with a key that has the scope "fhir", or "ingest" for Observations',
      },
      resource: [
        {
          type: 'Device',
          documentation,
          interaction: [{ code: 'read' }, { code: 'update' }, { code: 'patch' }, { code: 'search-type' }],
          versioning: 'no-version',
          readHistory: false,
          updateCreate: true,
          searchParam: [
            { name: '_id', type: 'token' },
            { name: 'identifier', type: 'token' },
            { name: 'patient', type: 'reference' },
          ],
        },
        {
          type: 'Observation',
          documentation: 'ECG as SampledData, for the patient of the subject, or who wears the device',
          interaction: [{ code: 'create' }],
        },
      ],
    },
  ],
} as const;

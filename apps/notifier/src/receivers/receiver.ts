import { alarmKinds, alarmPriorities } from '@beatwatch/contracts';
import { z } from 'zod';
import { changeKinds } from '../change/alarm-change.ts';
import { isPrivateHost } from './private-host.ts';

/** Base64 of 24 to 64 bytes, after the prefix that Standard Webhooks gives secrets. */
const secretForm = /^whsec_([A-Za-z0-9+/]{32,86}={0,2})$/;

const secretSchema = z.string().refine((text) => {
  const [, base64 = ''] = secretForm.exec(text) ?? [];
  const { length } = Buffer.from(base64, 'base64');
  return length >= 24 && length <= 64;
}, 'expected whsec_ and 24 to 64 random bytes in base64');

const commonFields = {
  /** In lists, metrics and logs; deliveries belong to it by this name. */
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected 1 to 40 of small letters, digits and hyphens'),
  /** Alarms of this priority and above. */
  minPriority: z.enum(alarmPriorities).default('low'),
  /** Whether alarms about the equipment are told as well. */
  technical: z.boolean().default(true),
  /** These kinds alone. Default: all. */
  kinds: z.array(z.enum(alarmKinds)).min(1).optional(),
  /** Patients of these wards alone. Default: everybody. */
  wards: z.array(z.string().min(1)).min(1).optional(),
  /** What is notified of an alarm. Default: all but `updated`. */
  changes: z
    .array(z.enum(changeKinds))
    .min(1)
    .default(changeKinds.filter((kind) => kind !== 'updated')),
  /** Whether the patient's name is told. */
  patientNames: z.boolean().default(false),
  /** Longest time for one attempt, seconds. */
  timeoutS: z.number().min(1).max(60).default(10),
};

const webhookSchema = z
  .strictObject({
    ...commonFields,
    type: z.literal('webhook'),
    url: z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }),
    /** Newest first: a body is signed with each, so that one can be replaced while the receiver still knows the other. */
    secrets: z.array(secretSchema).min(1).max(3),
    /** Further headers, such as `Authorization`. */
    headers: z
      .record(z.string().regex(/^(?!webhook-)[\w-]+$/i), z.string().regex(/^[\t\x20-\x7e]*$/))
      .default({}),
    /** Whether patients' data may be sent without TLS to a host that is not private by its name. */
    allowHttp: z.boolean().default(false),
  })
  .check((context) => {
    const { url: text, allowHttp } = context.value;
    const url = new URL(text);
    const refuse = (message: string): void => {
      context.issues.push({ code: 'custom', path: ['url'], input: undefined, message });
    };
    if (url.username !== '' || url.password !== '') refuse('expected no user in the URL: use headers');
    if (url.protocol === 'http:' && !allowHttp && !isPrivateHost(url.hostname))
      refuse('expected https: http is for this machine and private networks, or with "allowHttp": true');
  });

const hl7Schema = z
  .strictObject({
    ...commonFields,
    type: z.literal('hl7'),
    host: z.string().regex(/^[A-Za-z0-9._:-]+$/, 'expected a host name or an address'),
    port: z.int().min(1).max(65_535),
    /** With TLS; certificates and key as PEM files. */
    tls: z
      .strictObject({
        caFile: z.string().optional(),
        certFile: z.string().optional(),
        keyFile: z.string().optional(),
        servername: z.string().optional(),
      })
      .optional(),
    /** Whether patients' data may be sent without TLS to a host that is not private by its name. */
    allowUnencrypted: z.boolean().default(false),
    /** MSH-4, MSH-5 and MSH-6. */
    sendingFacility: z.string().max(227).optional(),
    receivingApplication: z.string().max(227).optional(),
    receivingFacility: z.string().max(227).optional(),
    /** MSH-11: production, training or debugging. */
    processingId: z.enum(['P', 'T', 'D']).default('P'),
  })
  .refine(({ host, tls, allowUnencrypted }) => tls !== undefined || allowUnencrypted || isPrivateHost(host), {
    path: ['tls'],
    error: 'expected TLS outside private networks, or "allowUnencrypted": true',
  });

const receiverSchema = z.discriminatedUnion('type', [webhookSchema, hl7Schema]);

/** Where changes of alarms are told, and which. */
export type Receiver = z.output<typeof receiverSchema>;
export type Hl7Receiver = Extract<Receiver, { readonly type: 'hl7' }>;
export type WebhookReceiver = Extract<Receiver, { readonly type: 'webhook' }>;

export const receiversFileSchema = z
  .strictObject({ receivers: z.array(receiverSchema).min(1).max(50) })
  .refine(
    ({ receivers }) => new Set(receivers.map(({ name }) => name)).size === receivers.length,
    'expected receivers of different names',
  );

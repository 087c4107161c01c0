import type { DeviceId } from '@beatwatch/contracts';
import type { KeyIdentity } from '@beatwatch/service-kit';
import { HttpError } from '@beatwatch/service-kit/http';
import type { Device, Repositories } from '@beatwatch/timescale';
import type { SentDevice } from './device-resource.ts';

export type DeviceStore = Pick<Repositories, 'devices' | 'patients' | 'audit'>;

/** Devices as far as a key reaches: those of its list, with nobody or with a patient of its wards. */
export class PairedDevices {
  readonly #store: DeviceStore;
  readonly #identity: KeyIdentity;

  constructor(store: DeviceStore, identity: KeyIdentity) {
    this.#store = store;
    this.#identity = identity;
  }

  async list(): Promise<readonly Device[]> {
    return this.#seen(await this.#store.devices.list());
  }

  /** @throws HttpError 404 for one that does not exist, or that the key does not reach */
  async find(id: DeviceId): Promise<Device> {
    const device = await this.#store.devices.find(id);
    if (device !== undefined && (await this.#sees(device))) return device;
    throw new HttpError(404, `There is no device ${id} that this key reaches.`);
  }

  /**
   * Stores a device, and gives it to the patient or takes it off.
   * @returns whether it is new
   * @throws HttpError 403 beyond the key's devices and wards, 409 where it was paired meanwhile, 422 for a patient who is not known
   */
  async save({ patientId, ...device }: SentDevice): Promise<boolean> {
    const { devices, patients, audit } = this.#store;
    const { deviceId } = device;
    const before = await devices.find(deviceId);
    if (this.#identity.devices?.includes(deviceId) === false || (before && !(await this.#sees(before))))
      throw new HttpError(403, `The key ${this.#identity.id} does not reach the device ${deviceId}.`);
    const patient = patientId === undefined ? undefined : await patients.find(patientId);
    if (patientId !== undefined && patient === undefined)
      throw new HttpError(422, `There is no patient ${patientId}: admit the patient first.`);
    if (patient !== undefined && this.#identity.wards?.includes(patient.ward) === false)
      throw new HttpError(403, `The key ${this.#identity.id} is for patients of other wards.`);
    await devices.save(device);
    const by = `key ${this.#identity.id}`;
    const nowUs = Date.now() * 1000;
    const subject = `${deviceId}, by the ${by}`;
    if (patientId !== undefined) {
      const outcome = await devices.pair({ deviceId, patientId, fromUs: nowUs, by });
      if (outcome === 'overlaps') throw new HttpError(409, `${deviceId} was paired just now: read it again.`);
      if (outcome === 'paired') await audit.write({ action: 'pair-device', patientId, subject });
    } else if (before?.pairing !== undefined) {
      await devices.unpair({ deviceId, untilUs: nowUs, by });
      await audit.write({ action: 'unpair-device', patientId: before.pairing.patientId, subject });
    }
    return before === undefined;
  }

  async #sees(device: Device): Promise<boolean> {
    return (await this.#seen([device])).length > 0;
  }

  async #seen(all: readonly Device[]): Promise<readonly Device[]> {
    const { wards, devices } = this.#identity;
    const listed = all.filter(({ deviceId }) => devices?.includes(deviceId) !== false);
    if (wards === undefined) return listed;
    const paired = listed.flatMap(({ pairing }) => pairing?.patientId ?? []);
    const wardOf = await this.#store.patients.wardsOf(paired);
    return listed.filter(
      ({ pairing }) => pairing === undefined || wards.includes(wardOf.get(pairing.patientId) ?? ''),
    );
  }
}

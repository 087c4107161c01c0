import {
  contractiveAutoencoder,
  denoisingAutoencoder,
  sparseKlAutoencoder,
  sparseL1Autoencoder,
  undercompleteAutoencoder,
  vanillaAutoencoder,
  variationalAutoencoder,
  type DenseAutoencoder,
} from '@beatwatch/model-core';

/** One member of the family, as the study trains it. */
export interface Variant {
  /** Of files, figures and figures' numbers. */
  readonly id: string;
  readonly name: string;
  /** What it is for, in a sentence. */
  readonly purpose: string;
  readonly autoencoder: DenseAutoencoder;
  /** Whether it sees noisy digits while it learns. */
  readonly noisy?: boolean;
}

export const variants: readonly Variant[] = [
  {
    id: 'vanilla-2',
    name: 'Vanilla, 2 numbers',
    purpose: 'So few numbers that the code itself can be drawn as a map of the digits.',
    autoencoder: vanillaAutoencoder({ latent: 2 }),
  },
  {
    id: 'vanilla-3',
    name: 'Vanilla, 3 numbers',
    purpose: 'The study’s smallest: how much of a digit three numbers can hold.',
    autoencoder: vanillaAutoencoder({ latent: 3 }),
  },
  {
    id: 'vanilla-5',
    name: 'Vanilla, 5 numbers',
    purpose: 'The study’s other size: two more numbers, and visibly sharper digits.',
    autoencoder: vanillaAutoencoder({ latent: 5 }),
  },
  {
    id: 'undercomplete',
    name: 'Undercomplete',
    purpose:
      'One layer to a code smaller than the image and one back: the plainest compression, a cousin of principal components.',
    autoencoder: undercompleteAutoencoder(),
  },
  {
    id: 'sparse-l1',
    name: 'Sparse, L1',
    purpose:
      'Pays for every unit that is on, so that each image is told by a few features of many: for readable features.',
    autoencoder: sparseL1Autoencoder(),
  },
  {
    id: 'sparse-kl',
    name: 'Sparse, KL',
    purpose: 'Keeps each unit on for a set share of the images only: sparse, and no unit goes to waste.',
    autoencoder: sparseKlAutoencoder(),
  },
  {
    id: 'contractive',
    name: 'Contractive',
    purpose: 'Pays for a code that moves when the image does: for codes that small disturbances leave alone.',
    autoencoder: contractiveAutoencoder(),
  },
  {
    id: 'denoising',
    name: 'Denoising',
    purpose:
      'Sees noisy images and has to give the clean ones: for cleaning, and for features that noise does not reach.',
    autoencoder: denoisingAutoencoder(),
    noisy: true,
  },
  {
    id: 'variational',
    name: 'Variational',
    purpose:
      'Gives a distribution of codes, drawn towards one bell: for making new digits and moving smoothly between them.',
    autoencoder: variationalAutoencoder({ latent: 2 }),
  },
];

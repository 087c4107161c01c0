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
  /** Part of the names of files and figures, and key of the figures' numbers. */
  readonly id: string;
  readonly name: string;
  /** The variant's purpose in a sentence. */
  readonly purpose: string;
  readonly autoencoder: DenseAutoencoder;
  /** Whether it is trained on noisy digits. */
  readonly noisy?: boolean;
}

export const variants: readonly Variant[] = [
  {
    id: 'vanilla-2',
    name: 'Vanilla, 2 numbers',
    purpose: 'Two numbers, so that the code itself can be drawn as a map of the digits.',
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
      'Penalises every unit that is on, so that a few features of many describe each image: for interpretable features.',
    autoencoder: sparseL1Autoencoder(),
  },
  {
    id: 'sparse-kl',
    name: 'Sparse, KL',
    purpose: 'Keeps each unit on for a set share of the images: sparse, without unused units.',
    autoencoder: sparseKlAutoencoder(),
  },
  {
    id: 'contractive',
    name: 'Contractive',
    purpose:
      'Penalises a code that moves when the image does: for codes that are robust to small disturbances.',
    autoencoder: contractiveAutoencoder(),
  },
  {
    id: 'denoising',
    name: 'Denoising',
    purpose:
      'Restores clean images from noisy ones: for denoising, and for features that are robust to noise.',
    autoencoder: denoisingAutoencoder(),
    noisy: true,
  },
  {
    id: 'variational',
    name: 'Variational',
    purpose:
      'Gives a distribution of codes close to a standard normal one: for making new digits and moving smoothly between them.',
    autoencoder: variationalAutoencoder({ latent: 2 }),
  },
];

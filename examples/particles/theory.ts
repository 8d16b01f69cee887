/**
 * The analytic cross-section that the Monte-Carlo must find, written independently of it: by vector and axial couplings, as in
 * the Particle Data Group's review “Electroweak Model and Constraints on New Physics” (section “e⁺e⁻ scattering below and
 * around the Z pole”), where the kernel adds up helicity amplitudes. At tree level G_F M_Z²/(2√2 π α) = 1/(4 sin²θ cos²θ).
 */

/** LEP's results (ALEPH, DELPHI, L3, OPAL, SLD, Physics Reports 427 (2006) 257); GeV. */
export const Z_MASS = 91.1875;
export const Z_WIDTH = 2.4952;
export const SIN2_THETA = 0.23153;
/** The fine-structure constant at the Z mass. */
export const ALPHA = 1 / 128.945;
/** (ħc)² in nb GeV². */
export const NANOBARN = 389379.3721;

/** dσ/d cos θ = (πα²/2s) [F1 (1 + cos² θ) + 2 F2 cos θ]. */
interface FormFactors {
  readonly f1: number;
  readonly f2: number;
}

function formFactors(energy: number): FormFactors {
  const s = energy * energy;
  const off = Z_MASS * Z_MASS - s;
  const width = Z_MASS * Z_WIDTH;
  const distance = Math.hypot(off, width);
  const chi = s / (4 * SIN2_THETA * (1 - SIN2_THETA) * distance);
  const cosPhase = off / distance;
  const vector = 2 * SIN2_THETA - 0.5;
  const axial = -0.5;
  const [vv, aa] = [vector * vector, axial * axial];
  return {
    f1: 1 - 2 * chi * vv * cosPhase + chi * chi * (vv + aa) ** 2,
    f2: -2 * chi * aa * cosPhase + 4 * chi * chi * vv * aa,
  };
}

/** Total cross-section in nb at an energy in GeV. */
export const crossSection = (energy: number): number =>
  ((4 * Math.PI * ALPHA * ALPHA) / (3 * energy * energy)) * formFactors(energy).f1 * NANOBARN;

/** (forward − backward) / (forward + backward). */
export function asymmetry(energy: number): number {
  const { f1, f2 } = formFactors(energy);
  return (3 * f2) / (4 * f1);
}

/** The share of events with cos θ between two values. */
export function share(energy: number, from: number, to: number): number {
  const { f1, f2 } = formFactors(energy);
  const integral = (c: number): number => f1 * (c + c ** 3 / 3) + f2 * c * c;
  return (integral(to) - integral(from)) / ((8 / 3) * f1);
}

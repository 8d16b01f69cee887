import { Philox } from 'manyhands/philox';
import { Ray } from './ray';
import { DIFFUSE, FLOOR, GLASS, LAMP, MIRROR, NOTHING, Scene } from './scene';

/** From here on a path ends by chance, in proportion to the light it can still carry. */
const SURE_BOUNCES: i32 = 3;
const MOST_BOUNCES: i32 = 64;
const GLASS_INDEX: f64 = 1.5;

/** Follows one path at a time: where it is, where it goes, and what it has gathered. */
export class Tracer extends Ray {
  /** Sums over the samples of a pixel. */
  red: f64 = 0;
  green: f64 = 0;
  blue: f64 = 0;
  /** Sums of squares. */
  red2: f64 = 0;
  green2: f64 = 0;
  blue2: f64 = 0;
  private random: Philox = new Philox();
  // The share of light that the path passes on.
  private passRed: f64 = 1;
  private passGreen: f64 = 1;
  private passBlue: f64 = 1;
  // A direction drawn by chance.
  private rx: f64 = 0;
  private ry: f64 = 0;
  private rz: f64 = 0;

  constructor(
    scene: Scene,
    private width: i32,
    private height: i32,
  ) {
    super(scene);
  }

  pixel(x: i32, y: i32, samples: i32): void {
    this.red = this.green = this.blue = 0;
    this.red2 = this.green2 = this.blue2 = 0;
    this.random.key(((<u32>y) << 16) | <u32>x, this.scene.id);
    for (let sample = 0; sample < samples; sample++) {
      this.random.begin(sample);
      this.aim(x, y);
      const red = this.red;
      const green = this.green;
      const blue = this.blue;
      this.follow();
      this.red2 += (this.red - red) * (this.red - red);
      this.green2 += (this.green - green) * (this.green - green);
      this.blue2 += (this.blue - blue) * (this.blue - blue);
    }
  }

  /** A ray through a point of the pixel drawn by chance. */
  private aim(x: i32, y: i32): void {
    const scene = this.scene;
    const half = 0.5 * <f64>this.height;
    const right = ((<f64>x + this.random.next() - 0.5 * <f64>this.width) / half) * scene.spread;
    const up = ((half - <f64>y - this.random.next()) / half) * scene.spread;
    this.ox = scene.eyeX;
    this.oy = scene.eyeY;
    this.oz = scene.eyeZ;
    this.turn(right, up * scene.cosPitch - scene.sinPitch, -(up * scene.sinPitch) - scene.cosPitch);
  }

  private follow(): void {
    const scene = this.scene;
    this.passRed = this.passGreen = this.passBlue = 1;
    /** Whether the lamp, if met now, has not been counted already where the ray comes from. */
    let lampCounts = true;
    for (let bounce = 0; bounce < MOST_BOUNCES; bounce++) {
      this.meet();
      if (this.met === NOTHING) {
        this.gather(scene.sky, 1, 1, 1);
        return;
      }
      const material = this.met < scene.count ? scene.material[this.met] : DIFFUSE;
      if (material === LAMP) {
        if (lampCounts) this.gather(scene.radiance, 1, 1, 1);
        return;
      }
      this.advance();
      if (material === MIRROR) this.reflect();
      else if (material === GLASS) this.refract();
      else {
        this.scatter();
        lampCounts = false;
      }
      if (material === MIRROR || material === GLASS) lampCounts = true;
      if (bounce >= SURE_BOUNCES && !this.survives()) return;
    }
  }

  private gather(radiance: f64, red: f64, green: f64, blue: f64): void {
    this.red += radiance * (this.passRed * red);
    this.green += radiance * (this.passGreen * green);
    this.blue += radiance * (this.passBlue * blue);
  }

  private survives(): bool {
    const chance = max(this.passRed, max(this.passGreen, this.passBlue));
    if (chance >= 1) return true;
    if (this.random.next() >= chance) return false;
    this.passRed /= chance;
    this.passGreen /= chance;
    this.passBlue /= chance;
    return true;
  }

  private reflect(): void {
    const twice = 2 * (this.dx * this.nx + this.dy * this.ny + this.dz * this.nz);
    this.turn(this.dx - twice * this.nx, this.dy - twice * this.ny, this.dz - twice * this.nz);
  }

  /** Through the surface, or back from it with the chance that Schlick's approximation of Fresnel's formula gives. */
  private refract(): void {
    const ratio = this.inside ? GLASS_INDEX : 1 / GLASS_INDEX;
    const cosine = -(this.dx * this.nx + this.dy * this.ny + this.dz * this.nz);
    const sine2 = ratio * ratio * (1 - cosine * cosine);
    if (sine2 >= 1) {
      this.reflect();
      return;
    }
    const beyond = Math.sqrt(1 - sine2);
    const straight = ((GLASS_INDEX - 1) / (GLASS_INDEX + 1)) * ((GLASS_INDEX - 1) / (GLASS_INDEX + 1));
    const away = 1 - (this.inside ? beyond : cosine);
    const chance = straight + (1 - straight) * (away * away * (away * away) * away);
    if (this.random.next() < chance) {
      this.reflect();
      return;
    }
    const bend = ratio * cosine - beyond;
    this.turn(
      ratio * this.dx + bend * this.nx,
      ratio * this.dy + bend * this.ny,
      ratio * this.dz + bend * this.nz,
    );
  }

  /** Gathers the lamp's light at a diffuse surface and goes on in a direction that favours the normal by its cosine. */
  private scatter(): void {
    this.tint();
    this.drawInBall();
    const length = Math.sqrt(this.rx * this.rx + this.ry * this.ry + this.rz * this.rz);
    const x = this.nx + this.rx / length;
    const y = this.ny + this.ry / length;
    const z = this.nz + this.rz / length;
    if (this.scene.lamp !== NOTHING) this.lookAtLamp();
    this.turn(x, y, z);
  }

  private tint(): void {
    const scene = this.scene;
    if (this.met < scene.count) {
      this.passRed *= scene.red[this.met];
      this.passGreen *= scene.green[this.met];
      this.passBlue *= scene.blue[this.met];
      return;
    }
    const wall = this.met - scene.count;
    const odd =
      wall === FLOOR && scene.tiled && ((<i32>Math.floor(this.ox) + <i32>Math.floor(this.oz)) & 1) === 1;
    const shade: f64 = odd ? 0.4 : 1;
    this.passRed *= shade * scene.wallRed[wall];
    this.passGreen *= shade * scene.wallGreen[wall];
    this.passBlue *= shade * scene.wallBlue[wall];
  }

  /** A point drawn uniformly in a ball of radius 1, and not too near its centre to have a direction. */
  private drawInBall(): void {
    for (;;) {
      const x = 2 * this.random.next() - 1;
      const y = 2 * this.random.next() - 1;
      const z = 2 * this.random.next() - 1;
      const length2 = x * x + y * y + z * z;
      if (length2 > 1 || length2 < 1e-12) continue;
      this.rx = x;
      this.ry = y;
      this.rz = z;
      return;
    }
  }

  /** Gathers what comes straight from a point of the lamp, drawn uniformly in the cone that the lamp fills as seen from here. */
  private lookAtLamp(): void {
    const scene = this.scene;
    const x = scene.x[scene.lamp] - this.ox;
    const y = scene.y[scene.lamp] - this.oy;
    const z = scene.z[scene.lamp] - this.oz;
    const radius = scene.radius[scene.lamp];
    const distance2 = x * x + y * y + z * z;
    const distance = Math.sqrt(distance2);
    const narrow = 1 - Math.sqrt(1 - (radius * radius) / distance2);
    const cosine = 1 - this.random.next() * narrow;
    this.turnAround(x / distance, y / distance, z / distance, cosine);
    const incline = this.dx * this.nx + this.dy * this.ny + this.dz * this.nz;
    if (incline <= 0) return;
    this.meet();
    if (this.met !== scene.lamp) return;
    // Albedo / π of the surface times the cone's solid angle 2π · narrow.
    const share = 2 * narrow * incline;
    this.gather(scene.radiance, share, share, share);
  }

  /** Turns the ray to a direction at an angle to (x, y, z), around which it is drawn uniformly. */
  private turnAround(x: f64, y: f64, z: f64, cosine: f64): void {
    let a: f64;
    let b: f64;
    let length2: f64;
    do {
      a = 2 * this.random.next() - 1;
      b = 2 * this.random.next() - 1;
      length2 = a * a + b * b;
    } while (length2 > 1 || length2 < 1e-12);
    const sine = Math.sqrt((1 - cosine * cosine) / length2);
    a *= sine;
    b *= sine;
    // Two directions across it, after Duff et al., “Building an orthonormal basis, revisited”, JCGT 6 (2017).
    const sign: f64 = z >= 0 ? 1 : -1;
    const p = -1 / (sign + z);
    const q = x * y * p;
    this.turn(
      a * (1 + sign * x * x * p) + b * q + cosine * x,
      a * (sign * q) + b * (sign + y * y * p) + cosine * y,
      a * (-sign * x) + b * -y + cosine * z,
    );
  }
}

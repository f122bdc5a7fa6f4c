import { appendFileSync, existsSync, readFileSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { japanDayStart } from "../habits.ts";
import type { Rotation } from "../model.ts";
import { dayStamp } from "./stamps.ts";

/** A log file with its older parts, as logrotate leaves them: a new part every week, all but the youngest two compressed. */

const daysKept = 7;

export interface RotatingFileParts {
  readonly directory: string;
  readonly name: string;
  readonly rotation: Rotation;
  readonly endDay: number;
}

export class RotatingFile {
  private readonly parts: RotatingFileParts;
  private openName: string | null = null;
  private openAge = 0;
  private openEnd = 0;

  constructor(parts: RotatingFileParts) {
    this.parts = parts;
  }

  /** Adds a day's lines; days come in order. */
  append(day: number, text: string): void {
    const age = this.ageOf(day);
    if (age !== this.openAge || this.openName === null) {
      this.closePart();
      this.openAge = age;
      this.openName = this.nameOf(age);
      this.openEnd = Math.min(this.parts.endDay, this.parts.endDay - age * daysKept);
    }
    appendFileSync(this.pathOf(this.openName), text);
  }

  /** Files keep the time of their last line, as a year-less stamp needs it. */
  finish(): void {
    this.closePart();
    const live = this.pathOf(this.parts.name);
    if (!existsSync(live)) writeFileSync(live, "");
    const seconds = japanDayStart(this.parts.endDay) / 1000;
    utimesSync(live, seconds, seconds);
  }

  private pathOf(name: string): string {
    return join(this.parts.directory, name);
  }

  private ageOf(day: number): number {
    return this.parts.rotation === "none" ? 0 : Math.floor((this.parts.endDay - 1 - day) / daysKept);
  }

  private nameOf(age: number): string {
    const { name, rotation, endDay } = this.parts;
    if (age === 0) return name;
    return rotation === "numbered" ? `${name}.${age}` : `${name}-${dayStamp(endDay - age * daysKept)}`;
  }

  private closePart(): void {
    if (this.openName === null) return;
    const path = this.pathOf(this.openName);
    const seconds = japanDayStart(this.openEnd) / 1000;
    if (this.openAge >= 2) {
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 3 }));
      unlinkSync(path);
      utimesSync(`${path}.gz`, seconds, seconds);
    } else utimesSync(path, seconds, seconds);
    this.openName = null;
  }
}

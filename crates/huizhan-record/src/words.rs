//! The closed sets of words that fields of the record are written in.

use serde::{Serialize, Serializer};
use std::fmt;

/// A field that holds one word out of a known list.
pub trait Word: Copy + Eq + 'static {
    /// Every word of the list, in the order of the declaration.
    const ALL: &'static [Self];

    /// The word as the files write it.
    fn word(self) -> &'static str;

    /// Reads a word; `None` where it is not in the list.
    #[must_use]
    fn from_word(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|held| held.word() == text)
    }
}

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl $name {
            /// Reads the word as the files write it; `None` where it is unknown.
            #[must_use]
            pub fn from_word(text: &str) -> Option<Self> {
                <Self as Word>::from_word(text)
            }

            /// The word as the files write it.
            #[must_use]
            pub fn word(self) -> &'static str {
                <Self as Word>::word(self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.word())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
    };
}

words! {
    /// The size level of a formation.
    Echelon {
        /// A supreme headquarters.
        Hq = "hq",
        /// A Chinese war zone (戰區).
        WarZone = "war_zone",
        /// A Japanese area army (方面軍) or expeditionary army.
        AreaArmy = "area_army",
        /// A Chinese army group (兵團), above the group armies.
        ArmyGroup = "army_group",
        /// A Chinese group army (集團軍) or a Japanese army (軍).
        Army = "army",
        /// A Chinese corps group (軍團).
        CorpsGroup = "corps_group",
        /// A Chinese corps (軍).
        Corps = "corps",
        /// A division (師, 師團).
        Division = "division",
        /// A brigade (旅, 旅團).
        Brigade = "brigade",
        /// A regiment or regiment group (團, 聯隊).
        Regiment = "regiment",
        /// The garrison of a fortress or a town.
        Garrison = "garrison",
        /// A detachment (支隊).
        Detachment = "detachment",
        /// A fleet or squadron of ships.
        Fleet = "fleet",
        /// A group of aircraft.
        AirGroup = "air_group",
        /// Transport troops.
        Transport = "transport",
        /// Guerrillas.
        Guerrilla = "guerrilla",
    }
}

words! {
    /// What a formation is made of.
    FormationKind {
        /// Infantry.
        Infantry = "infantry",
        /// Cavalry.
        Cavalry = "cavalry",
        /// Fortress troops with fixed guns.
        Fortress = "fortress",
        /// Naval landing troops.
        NavalLanding = "naval_landing",
        /// Mechanised troops.
        Mechanised = "mechanised",
        /// A headquarters with no fighting strength of its own.
        Headquarters = "headquarters",
        /// Ships.
        Fleet = "fleet",
        /// Aircraft.
        Air = "air",
        /// Transport.
        Transport = "transport",
        /// Guerrillas.
        Guerrilla = "guerrilla",
        /// Troops of a puppet government.
        Puppet = "puppet",
    }
}

words! {
    /// Training and equipment of a formation, A the best of its side.
    Quality {
        /// The best of its side.
        A = "A",
        /// Middling.
        B = "B",
        /// The weakest of its side.
        C = "C",
    }
}

words! {
    /// What a documented statement on chemical weapons is about.
    ChemicalKind {
        /// A treaty or declaration of international law.
        Treaty = "treaty",
        /// A decision or appeal of states.
        Appeal = "appeal",
        /// An order or directive.
        Order = "order",
        /// Use, told of one occasion or counted over many.
        Use = "use",
    }
}

words! {
    /// A disease of troops in the field.
    Disease {
        /// Heat stroke and exhaustion.
        Heat = "heat",
        /// Malaria.
        Malaria = "malaria",
        /// Dysentery and acute disorders of the bowels.
        Dysentery = "dysentery",
        /// Cholera.
        Cholera = "cholera",
        /// All other sickness.
        Other = "other",
    }
}

words! {
    /// How far a row of the record may be trusted.
    Confidence {
        /// Several sound sources agree.
        High = "high",
        /// One sound source, or several that differ a little.
        Medium = "medium",
        /// A weak source, or sources that differ much.
        Low = "low",
    }
}

words! {
    /// Whether an event counts when a simulated campaign is compared with the record.
    ScoreUse {
        /// It counts.
        Yes = "yes",
        /// Reported apart: its date or place is weakly sourced.
        Weak = "weak",
        /// Not compared.
        No = "no",
    }
}

words! {
    /// What kind of event a row of the chronology is.
    EventKind {
        /// A raid or battle in the air.
        AirBattle = "air_battle",
        /// A change of an air base.
        Airbase = "airbase",
        /// A battle on land.
        Battle = "battle",
        /// Bombing of towns or lines.
        Bombing = "bombing",
        /// The day a campaign is reckoned from.
        CampaignStart = "campaign_start",
        /// A place taken by the attacker.
        Capture = "capture",
        /// Harm to civilians.
        CivilianHarm = "civilian_harm",
        /// A change of command.
        Command = "command",
        /// What stands around the campaign.
        Context = "context",
        /// A counter-attack.
        Counterattack = "counterattack",
        /// A decision of a high command.
        Decision = "decision",
        /// Troops shut in a ring.
        Encirclement = "encirclement",
        /// An evacuation.
        Evacuation = "evacuation",
        /// A flood.
        Flood = "flood",
        /// Use of poison gas, as the record says.
        Gas = "gas",
        /// Guerrilla warfare.
        Guerrilla = "guerrilla",
        /// Sickness.
        Health = "health",
        /// News of the enemy.
        Intelligence = "intel",
        /// A landing from the water.
        Landing = "landing",
        /// Supply and its lines.
        Logistics = "logistics",
        /// A manoeuvre.
        Manoeuvre = "manoeuvre",
        /// Mobilisation.
        Mobilisation = "mobilisation",
        /// Loss of ships.
        NavalLoss = "naval_loss",
        /// A raid by ships or boats.
        NavalRaid = "naval_raid",
        /// An act of a government.
        Politics = "politics",
        /// A place taken back.
        Recapture = "recapture",
        /// A formation arriving.
        Reinforcement = "reinforcement",
        /// One formation relieving another, or a ring opened from outside.
        Relief = "relief",
        /// Ships passing a narrows or a barrier.
        RiverPassage = "river_passage",
        /// A siege.
        Siege = "siege",
        /// A withdrawal.
        Withdrawal = "withdrawal",
    }
}

words! {
    /// What a body of troops is doing, as far as its supply goes.
    Activity {
        /// Out of contact, not marching.
        Rest = "rest",
        /// On the march.
        March = "march",
        /// Fighting.
        Assault = "assault",
    }
}

words! {
    /// What a side is at war for in a campaign.
    AimKind {
        /// Days gained for what goes on behind the front.
        GainTime = "gain_time",
        /// The main army left fit to fight on.
        SaveArmy = "save_army",
        /// The enemy's axis of advance turned along the country's east and west.
        TurnAxis = "turn_axis",
        /// Supply from abroad still coming in.
        KeepLifeline = "keep_lifeline",
        /// The enemy's main army destroyed.
        DestroyArmy = "destroy_army",
        /// The war ended by the campaign.
        EndWar = "end_war",
        /// The objectives taken.
        TakeObjective = "take_objective",
        /// Own forces kept for other theatres.
        KeepForces = "keep_forces",
    }
}

words! {
    /// What a way to a defended objective is.
    ApproachKind {
        /// A line on which supply from abroad comes in; its weight is its share of the imports.
        Lifeline = "lifeline",
        /// A way on which the enemy comes.
        Approach = "approach",
        /// A way on which the defender can leave.
        Rear = "rear",
    }
}

words! {
    /// What kind of ship it is.
    ShipClass {
        /// A cruiser, or another ship of the sea.
        Cruiser = "cruiser",
        /// A destroyer or large torpedo boat.
        Destroyer = "destroyer",
        /// A gunboat.
        Gunboat = "gunboat",
        /// A minelayer, small or large.
        Minelayer = "minelayer",
        /// A minesweeper.
        Sweeper = "sweeper",
        /// A motor torpedo boat or small torpedo boat.
        TorpedoBoat = "torpedo_boat",
        /// A transport.
        Transport = "transport",
        /// Landing craft and launches.
        Craft = "craft",
    }
}

words! {
    /// What a documented loss counts.
    LossKind {
        /// Killed and wounded.
        KilledWounded = "killed_wounded",
        /// Casualties; what is counted is not said, or differs between the ends of the range.
        Casualties = "casualties",
        /// By how much a muster fell: sick in it, drafts against it.
        Muster = "muster",
    }
}

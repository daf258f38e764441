//! The numbers of the model, each with a key that `data/model/parameters.csv` explains and sources.

macro_rules! parameters {
    ($($(#[$doc:meta])* $field:ident = $key:literal,)*) => {
        /// The numbers of the model. Values, ranges, units and sources stand in `data/model/parameters.csv`, one row a key.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Parameters {
            $($(#[$doc])* pub $field: f64,)*
        }

        impl Parameters {
            /// The keys, in the order of the fields.
            pub const KEYS: &[&str] = &[$($key),*];

            /// All numbers zero: a start for a loader that sets each.
            #[must_use]
            pub fn zero() -> Self {
                Self { $($field: 0.0,)* }
            }

            /// The number of a key.
            #[must_use]
            pub fn get(&self, key: &str) -> Option<f64> {
                match key {
                    $($key => Some(self.$field),)*
                    _ => None,
                }
            }

            /// Sets the number of a key; says whether there is such a key.
            pub fn set(&mut self, key: &str, value: f64) -> bool {
                match key {
                    $($key => self.$field = value,)*
                    _ => return false,
                }
                true
            }
        }
    };
}

parameters! {
    /// ln of the daily loss fraction at 1:1, 20,000 men a side (`k`).
    combat_base = "combat.base",
    /// Exponent of the force ratio (`gamma`).
    combat_force_ratio = "combat.force_ratio",
    /// Exponent of size (`sigma`).
    combat_size = "combat.size",
    /// Exponent of duration (`tau`).
    combat_duration = "combat.duration",
    /// Intensity of the theatre and its year (`I_38`).
    combat_intensity_theatre = "combat.intensity_theatre",
    /// Intensity against a delaying or withdrawing defence.
    combat_intensity_delay = "combat.intensity_delay",
    /// Intensity in rugged or wooded ground.
    combat_intensity_rough = "combat.intensity_rough",
    /// Intensity where the defender has no way out.
    combat_intensity_no_way_out = "combat.intensity_no_way_out",
    /// Attacker's advantage over a delaying defence.
    combat_advantage_delay = "combat.advantage_delay",
    /// Attacker's advantage over a defender without way out.
    combat_advantage_no_way_out = "combat.advantage_no_way_out",
    /// Advantage of guns: factor on ln of (1 + guns per 1,000 men).
    combat_advantage_guns = "combat.advantage_guns",
    /// Advantage of naval guns near the head of the swept river.
    combat_advantage_naval = "combat.advantage_naval",
    /// Advantage of surprise, for each of its levels.
    combat_advantage_surprise = "combat.advantage_surprise",
    /// Standard deviation of the common noise of an engagement (`u`).
    combat_noise_common = "combat.noise_common",
    /// Standard deviation of the advantage noise of an engagement (`v`).
    combat_noise_advantage = "combat.noise_advantage",
    /// Standard deviation of the daily noise of a side.
    combat_noise_daily = "combat.noise_daily",
    /// Most that a side can lose in a day (fraction).
    combat_loss_max = "combat.loss_max",
    /// Men of a side that the front of a cell lets fight at full exposure.
    combat_front_men = "combat.front_men",
    /// Exposure of those beyond.
    combat_exposure_reserve = "combat.exposure_reserve",
    /// Crossing of a small river, as a share of a large one.
    combat_crossing_small = "combat.crossing_small",
    /// Advantage of close support: factor on ln of (1 + sorties per 1,000 men and day), attacker over defender.
    combat_advantage_air = "combat.advantage_air",
    /// Logit of the daily end of an engagement: constant.
    end_base = "end.base",
    /// The same on the first day.
    end_first_day = "end.first_day",
    /// The same: ln of the day.
    end_ln_day = "end.ln_day",
    /// The same: size.
    end_size = "end.size",
    /// The same: fortified.
    end_fort = "end.fort",
    /// The same: rough ground.
    end_rough = "end.rough",
    /// Logit of the attacker's win: constant.
    win_base = "win.base",
    /// The same: ln of the force ratio.
    win_force_ratio = "win.force_ratio",
    /// The same: fortified.
    win_fort = "win.fort",
    /// The same: delaying defence.
    win_delay = "win.delay",
    /// The same: opposed crossing or landing.
    win_crossing = "win.crossing",
    /// The same: coupling to the advantage (`v + V_q`).
    win_advantage = "win.advantage",
    /// Factor that keeps the linear part calibrated under the noise `v`.
    win_spread = "win.spread",
    /// Days without fighting after which an engagement starts anew.
    engagement_quiet_days = "engagement.quiet_days",
    /// Median cumulative loss at which a defender gives way (fraction).
    breaking_median = "breaking.median",
    /// Spread of ln of that loss.
    breaking_spread = "breaking.spread",
    /// ln km of ground per day of a won engagement: constant.
    ground_base = "ground.base",
    /// The same: rough ground.
    ground_rough = "ground.rough",
    /// The same: fortified.
    ground_fort = "ground.fort",
    /// The same: delaying defence.
    ground_delay = "ground.delay",
    /// The same: size.
    ground_size = "ground.size",
    /// Spread of ln of ground gained.
    ground_spread = "ground.spread",
    /// Factor of ground gained over an opposed crossing.
    ground_crossing = "ground.crossing",
    /// Ground to be gained before a cell changes hands (km, at 16,000 defenders).
    ground_per_cell_km = "ground.per_cell_km",
    /// How much works add to it (fraction at full works).
    ground_works = "ground.works",
    /// Exponent of the defenders' number in it.
    ground_density = "ground.density",
    /// Cohesion that defenders lose who were beaten but stand.
    defeat_cohesion_shaken = "defeat.cohesion_shaken",
    /// Cohesion that defenders lose who are driven off.
    defeat_cohesion = "defeat.cohesion",
    /// Most cells of a ring; what is more is country.
    ring_cells_max = "ring.cells_max",
    /// Men around for each man in a pocket, least: fewer cannot hold it shut.
    ring_men_around = "ring.men_around",
    /// Men who get out of a ring, or are lost in trying, in a night of break-out at equal strength (fraction).
    ring_slip = "ring.slip",
    /// Share of them who are lost, mean.
    ring_slip_lost = "ring.slip_lost",
    /// Loss in a ring from which officers are missed (fraction of those in it).
    ring_officer_loss = "ring.officer_loss",
    /// Officers among the men lost (fraction).
    ring_officer_share = "ring.officer_share",
    /// Cohesion that officers dropped into a ring restore to the formation that gets them.
    ring_officer_cohesion = "ring.officer_cohesion",
    /// Cohesion below which a formation without supply may lay down its arms (0-1).
    ring_surrender_cohesion = "ring.surrender_cohesion",
    /// Men lost on a forced retreat, least (fraction).
    defeat_stragglers_low = "defeat.stragglers_low",
    /// Men lost on a forced retreat, most (fraction).
    defeat_stragglers_high = "defeat.stragglers_high",
    /// Men captured when a defender without way out is beaten, least (fraction).
    defeat_captured_low = "defeat.captured_low",
    /// The same, most (fraction).
    defeat_captured_high = "defeat.captured_high",
    /// Rest after a failed attack, least (days).
    defeat_rest_low = "defeat.rest_low_days",
    /// The same, most (days).
    defeat_rest_high = "defeat.rest_high_days",
    /// Edge in quality that a class is worth over the next (`V`).
    quality_class_step = "quality.class_step",
    /// Edge lost in rough ground, of the better-armed side (`V`).
    quality_rough_loss = "quality.rough_loss",
    /// Share of fighting power that an unsupplied formation keeps.
    quality_unsupplied = "quality.unsupplied",
    /// Days of supply at which a formation fights at full power.
    quality_supplied_days = "quality.supplied_days",
    /// Share of fighting power that a formation without cohesion keeps.
    quality_no_cohesion = "quality.no_cohesion",
    /// Works of a fort on the first day (0-1).
    works_fort = "works.fort",
    /// Most that field works reach (0-1).
    works_field_max = "works.field_max",
    /// Days of digging to get there.
    works_field_days = "works.field_days",
    /// Share of field works that a gun takes in a day of assault.
    works_shell_field = "works.shell_field",
    /// The same of permanent works.
    works_shell_fort = "works.shell_fort",
    /// Labourers who dig as much as the troops of a cell.
    works_labour_men = "works.labour_men",
    /// Rate of march on a motor road (km a day).
    march_km_per_day = "march.km_per_day",
    /// Cost of a km by dirt road, as km of motor road.
    march_dirt_road = "march.dirt_road",
    /// Cost of a km by track.
    march_track = "march.track",
    /// Cost of a km across plain.
    march_plain = "march.plain",
    /// Cost of a km across hills.
    march_hills = "march.hills",
    /// Cost of a km across mountains.
    march_mountains = "march.mountains",
    /// Cost of a km across marsh at high water.
    march_marsh = "march.marsh",
    /// Cost of crossing a large river (km of motor road).
    march_river_large_km = "march.river_large_km",
    /// Cost of crossing a small river.
    march_river_small_km = "march.river_small_km",
    /// Cost of a ferry over the great river.
    march_ferry_km = "march.ferry_km",
    /// Cost of a km by rail.
    march_rail = "march.rail",
    /// Factor on the rate of march next to the enemy.
    march_contact = "march.contact",
    /// How far an advance goes round defenders (km per 10,000 men).
    march_avoid_km = "march.avoid_km_per_10000",
    /// Steaming of transports (km a day).
    river_steaming_km = "river.steaming_km_per_day",
    /// Steaming of convoys at sea (km a day).
    river_sea_km = "river.sea_km_per_day",
    /// Sweeping of a mined river without enemy on its banks (km a day).
    river_sweep_free_km = "river.sweep_free_km_per_day",
    /// The same under fire from the banks.
    river_sweep_covered_km = "river.sweep_covered_km_per_day",
    /// How far ships go beyond the highest bank that their side holds (km).
    river_beyond_troops_km = "river.beyond_troops_km",
    /// Searching of a channel by the full flotilla (km a day), where mines are counted.
    river_search_km = "river.search_km_per_day",
    /// How far behind the head enemy troops on a bank hinder sweeping (km).
    river_cover_behind_km = "river.cover_behind_km",
    /// How far ahead (km).
    river_cover_ahead_km = "river.cover_ahead_km",
    /// How far above the head troops can be landed (km).
    river_landing_ahead_km = "river.landing_ahead_km",
    /// How near the head naval guns reach (km, along the river).
    river_guns_km = "river.guns_km",
    /// Mines that a sweeper disposes of in a day without enemy.
    river_mines_per_sweeper_day = "river.mines_per_sweeper_day",
    /// Share of the mines of a stretch that lie in the channel swept.
    river_channel_share = "river.channel_share",
    /// How far below a fort line its mines lie (km).
    river_barrier_field_km = "river.barrier_field_km",
    /// Guns of batteries that halve sweeping.
    river_fire_half_guns = "river.fire_half_guns",
    /// Share of sweeping under fire that is left without gunboats.
    river_no_support = "river.no_support",
    /// Share of gunboats and destroyers that are forward on a day.
    river_ships_forward = "river.ships_forward",
    /// Sweepers hit per mine swept.
    river_strike_per_mine = "river.strike_per_mine",
    /// Ships hit by mines adrift (a day).
    river_drifting_strikes_per_day = "river.drifting_strikes_per_day",
    /// Chance that a ship sinks that a mine or torpedo hits.
    river_sunk_by_mine = "river.sunk_by_mine",
    /// The same of a shell.
    river_sunk_by_shell = "river.sunk_by_shell",
    /// The same of a bomb.
    river_sunk_by_bomb = "river.sunk_by_bomb",
    /// Share of its crew killed and wounded when a ship sinks.
    river_crew_sunk = "river.crew_sunk",
    /// The same when it is hit and floats.
    river_crew_hit = "river.crew_hit",
    /// Mean time of repair (days).
    river_repair_days = "river.repair_days",
    /// Draught from which a ship is large (centimetres).
    river_large_draught_cm = "river.large_draught_cm",
    /// Water wanted under the keel (centimetres).
    river_clearance_cm = "river.clearance_cm",
    /// How near the head the other side's ships let it come (km).
    river_withdraw_km = "river.withdraw_km",
    /// Ships sunk in the next line when one has opened.
    river_blockships = "river.blockships",
    /// Work that each adds to clearing it (days).
    river_blockship_days = "river.blockship_days",
    /// Chance of a raid by torpedo boats in a night within reach.
    river_raids_per_day = "river.raids_per_day",
    /// How far they come down (km).
    river_raid_reach_km = "river.raid_reach_km",
    /// Boats in a raid.
    river_raid_boats = "river.raid_boats",
    /// Chance that a boat hits a ship.
    river_raid_hit = "river.raid_hit",
    /// Chance that a boat is lost.
    river_raid_loss = "river.raid_loss",
    /// Hits on ships for each bomb load delivered against them.
    river_hits_per_load = "river.hits_per_load",
    /// Guns silenced a day per gun of 100 mm that fires on a battery.
    fortress_guns_per_ship_gun = "fortress.guns_per_ship_gun",
    /// The same per field gun of an assault on its fort.
    fortress_guns_per_field_gun = "fortress.guns_per_field_gun",
    /// Strength at which a silenced battery fires again (fraction).
    fortress_fires_again = "fortress.fires_again",
    /// Hits on ships per gun of a battery and day.
    fortress_hits_per_gun_day = "fortress.hits_per_gun_day",
    /// Strength of a battery that its garrison mends in a day (fraction).
    fortress_repair_per_day = "fortress.repair_per_day",
    /// Men killed and wounded in a battery that is wholly silenced (fraction of its crew).
    fortress_crew_lost = "fortress.crew_lost",
    /// Most levels of surprise of a landing.
    landing_levels = "landing.levels",
    /// Men on a shore who halve its surprise.
    landing_watch_men = "landing.watch_men",
    /// Chance that a landing comes by night.
    landing_night = "landing.night",
    /// Surprise left by day (factor).
    landing_by_day = "landing.by_day",
    /// Surprise left where ships are seen every day (factor).
    landing_ships_seen = "landing.ships_seen",
    /// Days that surprise lasts.
    landing_surprise_days = "landing.surprise_days",
    /// Men got over an open shore in a day.
    landing_men_per_day = "landing.men_per_day",
    /// Factor on it where the bank is soft.
    landing_soft_bank = "landing.soft_bank",
    /// Factor on it where the bank is under water.
    landing_flooded = "landing.flooded",
    /// Stage from which low banks are under water (centimetres over the mean of the year).
    landing_flood_stage_cm = "landing.flood_stage_cm",
    /// Most a formation can draw in a day (days of supply), close to a supply head.
    supply_draw_days = "supply.draw_days",
    /// Haul at which that is halved (km of motor road).
    supply_haul_half_km = "supply.haul_half_km",
    /// Most a formation carries (days of supply).
    supply_stock_days = "supply.stock_days",
    /// Cost of a km by rail in the choice of routes (km of motor road).
    supply_rail_cost = "supply.rail_cost",
    /// The same by water.
    supply_water_cost = "supply.water_cost",
    /// The same by track.
    supply_track_cost = "supply.track_cost",
    /// Men who fall sick of hunger per day of supply lacking (fraction).
    supply_exhaustion = "supply.exhaustion",
    /// Cohesion lost per unit of daily loss fraction.
    cohesion_per_loss = "cohesion.per_loss",
    /// Cohesion lost per day of assault.
    cohesion_per_assault = "cohesion.per_assault_day",
    /// Cohesion regained per day out of contact.
    cohesion_recovery = "cohesion.recovery_per_day",
    /// Share of that with empty stocks.
    cohesion_recovery_unsupplied = "cohesion.recovery_unsupplied",
    /// Days of supply at which it is full.
    cohesion_recovery_days = "cohesion.recovery_supplied_days",
    /// Most replacements that a formation takes in a day (fraction of establishment).
    cohesion_replacement_max = "cohesion.replacement_max",
    /// Factor on the rate of falling sick in marsh.
    sickness_marsh = "sickness.marsh",
    /// Spread of ln of a formation's rate of falling sick.
    sickness_spread = "sickness.spread",
    /// Correlation of rain from one day to the next.
    weather_rain_memory = "weather.rain_memory",
    /// One over the shape of the rain of a wet day.
    weather_rain_skew = "weather.rain_skew",
    /// How much cooler a wet day is than a dry one (degrees).
    weather_rain_cools_c = "weather.rain_cools_c",
    /// Correlation of temperature from one day to the next.
    weather_warmth_memory = "weather.warmth_memory",
    /// Share of the variance of a day's weather that all zones have in common.
    weather_zones_alike = "weather.zones_alike",
    /// Water that the upper ground holds (mm).
    weather_ground_mm = "weather.ground_mm",
    /// Water in it up to which it stays firm (mm).
    weather_firm_mm = "weather.firm_mm",
    /// Drying of the ground a day and degree of warmth (mm).
    weather_drying_mm = "weather.drying_mm",
    /// What mud adds to the cost of a march on soft ground (fraction at full depth).
    weather_mud_march = "weather.mud_march",
    /// Share of that on a motor road.
    weather_mud_road = "weather.mud_road",
    /// Share of flying lost on a wet day.
    weather_flying_lost = "weather.flying_lost",
    /// Days over which a departure of the inflow fades.
    weather_stage_days = "weather.stage_days",
    /// Days of storage in lakes and channel through which the stage follows the inflow.
    weather_routing_days = "weather.routing_days",
    /// Correlation of the inflow's daily change with the rain over the theatre.
    weather_stage_rain = "weather.stage_rain",
    /// Stage at which marsh is dry ground (cm).
    weather_marsh_dry_cm = "weather.marsh_dry_cm",
    /// Stage at which it is under water in part, as in summer (cm).
    weather_marsh_full_cm = "weather.marsh_full_cm",
    /// Share of the command delay that goes with distance to the headquarters, the rest with echelons (0-1).
    command_distance_share = "command.distance_share",
    /// Distance to the headquarters at which that part is as long as the side's mean (km).
    command_distance_km = "command.distance_km",
    /// ln of the delay that a class of staff quality takes off.
    command_staff = "command.staff",
    /// Days for which a staff works below its grade after a change of commander.
    command_handover_days = "command.handover_days",
    /// How far below its grade (classes).
    command_handover = "command.handover",
    /// Days that an order takes longer in another war zone's country.
    command_seam_days = "command.seam_days",
    /// Share of another war zone's troops that a counter-attack reckons with.
    command_seam_support = "command.seam_support",
    /// How far home ground reaches from its place (km).
    command_home_km = "command.home_km",
    /// Days over which the main body of a war zone that leaves marches off.
    withdrawal_days = "withdrawal.days",
    /// Share of the formations in contact that stay as rear guards.
    withdrawal_rear_guard_share = "withdrawal.rear_guard_share",
    /// Days that a rear guard holds, least.
    withdrawal_rear_guard_days = "withdrawal.rear_guard_days",
    /// Worth of a whole lifeline.
    politics_worth_lifeline = "politics.worth_lifeline",
    /// Worth of an evacuation all still to do.
    politics_worth_evacuation = "politics.worth_evacuation",
    /// Worth of the places themselves.
    politics_worth_prestige = "politics.worth_prestige",
    /// Worth of an intended stand all still to come.
    politics_worth_time = "politics.worth_time",
    /// Cost of a closed ring.
    politics_cost_ring = "politics.cost_ring",
    /// Cost of all ways out lost.
    politics_cost_rear = "politics.cost_rear",
    /// Cost of the enemy at the gates.
    politics_cost_nearness = "politics.cost_nearness",
    /// Cost of losses as high as can be borne.
    politics_cost_losses = "politics.cost_losses",
    /// What a threatened way counts of a lost one (0-1).
    politics_threatened = "politics.threatened",
    /// From how far off the enemy's nearness weighs (km).
    politics_near_km = "politics.near_km",
    /// Losses that can be borne (share of the men who took the field).
    politics_losses_bearable = "politics.losses_bearable",
    /// How far below zero the balance falls before a high command doubts, least.
    politics_resolve_low = "politics.resolve_low",
    /// The same, most.
    politics_resolve_high = "politics.resolve_high",
    /// Days on end of doubt before it decides.
    politics_doubt_days = "politics.doubt_days",
    /// Share of its establishment from which a formation is fit to fight on.
    politics_fit_strength = "politics.fit_strength",
    /// Share of fit formations below which an army is destroyed.
    politics_collapse = "politics.collapse",
    /// Exhaustion from which an attacker seeks another way (0-1).
    politics_exhausted = "politics.exhausted",
    /// Days gained that reach the aim in full.
    politics_time_full_days = "politics.time_full_days",
    /// Days whose warmth makes the season of malaria.
    health_malaria_days = "health.malaria_days",
    /// Mean warmth of those days from which on there is malaria (degrees C).
    health_malaria_from_c = "health.malaria_from_c",
    /// Mean warmth at which its season is full.
    health_malaria_full_c = "health.malaria_full_c",
    /// Mean warmth from which on flies and foul water make men sick (degrees C).
    health_filth_from_c = "health.filth_from_c",
    /// Mean warmth at which they do so most.
    health_filth_full_c = "health.filth_full_c",
    /// What crowding adds to diseases of filth: share of the root of the men in a cell, against those it holds without.
    health_crowding = "health.crowding",
    /// Men in a cell up to which there is no crowding.
    health_crowd_men = "health.crowd_men",
    /// Factor on diseases of filth below a day of supply.
    health_hunger = "health.hunger",
    /// Mean of a day above which heat makes men sick (degrees C).
    health_heat_from_c = "health.heat_from_c",
    /// Share of that at rest.
    health_heat_rest = "health.heat_rest",
    /// Mean of a day from which on heat slows recovery (degrees C).
    health_slow_from_c = "health.slow_from_c",
    /// Mean at which it does so fully.
    health_slow_full_c = "health.slow_full_c",
    /// Mean warmth from which on cholera spreads (degrees C).
    health_cholera_from_c = "health.cholera_from_c",
    /// New cases of a case before anything is done, in the full season away from water.
    health_cholera_spread = "health.cholera_spread",
    /// Factor by river, lake and marsh.
    health_cholera_water = "health.cholera_water",
    /// Chance a day that a case's foul water brings it to 10,000 men in the same cell.
    health_cholera_foul = "health.cholera_foul",
    /// Days in which foul water clears.
    health_cholera_water_days = "health.cholera_water_days",
    /// Exponent of how many drink of one source.
    health_cholera_source = "health.cholera_source",
    /// Manning's roughness of fields and villages (s/m^(1/3)).
    flood_roughness = "flood.roughness",
    /// Slope of the land across the way of the water (m/m).
    flood_cross_slope = "flood.cross_slope",
    /// How fast water runs in a bed (km a day).
    flood_bed_km = "flood.bed_km_per_day",
    /// How deep a bed lies below the land (m).
    flood_bed_depth_m = "flood.bed_depth_m",
    /// Least fall of a bed (m a km).
    flood_bed_fall = "flood.bed_fall",
    /// Share of a cell under water at which it closes.
    flood_closed_share = "flood.closed_share",
    /// Share below which it opens again.
    flood_open_share = "flood.open_share",
    /// Share of its men that a formation caught by the water loses.
    flood_troops_lost = "flood.troops_lost",
    /// Cohesion it loses (0-1).
    flood_troops_cohesion = "flood.troops_cohesion",
    /// Advantage of a documented chemical attack on men without protection who have not met one (`V`).
    chemical_advantage = "chemical.advantage",
    /// Works of a cell from which on doctrine documents it (0-1).
    chemical_works_from = "chemical.works_from",
    /// What is left of the advantage at each repeat against the same formation (share).
    chemical_repeat = "chemical.repeat",
    /// Aircraft that a fighter brings down in a fight between equals.
    air_kill = "air.kill",
    /// The same for the gunners of a bomber.
    air_gunners = "air.gunners",
    /// Shooters that can get at one target.
    air_shooters_per_target = "air.shooters_per_target",
    /// How well escorts hold defenders off.
    air_tie_up = "air.tie_up",
    /// Spread of ln of the intensity of a fight.
    air_noise_common = "air.noise_common",
    /// Spread of the edge in a fight: height, sun, surprise.
    air_noise_advantage = "air.noise_advantage",
    /// Distance of the raiders' field at which 63 % of the ready fighters are warned in time.
    air_warning_km = "air.warning_km",
    /// How far from their field fighters guard.
    air_intercept_km = "air.intercept_km",
    /// Readiness of bombers to turn back before fighters.
    air_turn_back = "air.turn_back",
    /// Aircraft that come home damaged for each lost.
    air_damaged_per_loss = "air.damaged_per_loss",
    /// Days to repair one.
    air_repair_days = "air.repair_days",
    /// Crews that die with an aircraft lost over own ground.
    air_crew_lost_home = "air.crew_lost_home",
    /// Crews lost with an aircraft over enemy ground.
    air_crew_lost_abroad = "air.crew_lost_abroad",
    /// Losses to guns on the ground, a sortie over enemy ground.
    air_flak_loss = "air.flak_loss",
    /// Losses to accidents, a sortie.
    air_accident_loss = "air.accident_loss",
    /// Aircraft destroyed on a field by a load.
    air_ground_kill = "air.ground_kill",
    /// People killed and wounded in a town by a sortie, on average.
    air_city_casualties = "air.city_casualties",
    /// Low end of that, as told with each raid.
    air_city_low = "air.city_low",
    /// High end of that, as told with each raid.
    air_city_high = "air.city_high",
    /// Spread of ln of it from raid to raid.
    air_city_spread = "air.city_spread",
    /// Capacity of a railway cut by a load (thousandths).
    air_rail_damage = "air.rail_damage",
    /// Most that bombs cut of a railway's capacity (thousandths).
    air_rail_damage_max = "air.rail_damage_max",
    /// What gangs mend in a day (thousandths).
    air_rail_repair = "air.rail_repair",
    /// Days until a field won can be used.
    air_field_days = "air.field_days",
    /// Enemy troops nearer than this make a field useless.
    air_field_safe_km = "air.field_safe_km",
    /// How far around its target a reconnaissance aircraft sees.
    air_recon_km = "air.recon_km",
    /// What dropped supplies reach those they are meant for (share).
    air_drop_share = "air.drop_share",
    /// Raids from the air on the shipping of a leg (a day), before weather and factor.
    evacuation_raids_per_day = "evacuation.raids_per_day",
    /// Chance that a raid sinks a hull.
    evacuation_sunk_share = "evacuation.sunk_share",
    /// Killed of the people aboard a sunk hull, least (share).
    evacuation_killed_low = "evacuation.killed_low",
    /// The same, most.
    evacuation_killed_high = "evacuation.killed_high",
    /// Crew killed on a sunk hull (people).
    evacuation_crew_killed = "evacuation.crew_killed",
    /// Share of the hulls that still go through while voyages are cut short.
    evacuation_through_share = "evacuation.through_share",
    /// How long before low water the company plans for it (days).
    evacuation_look_ahead_days = "evacuation.look_ahead_days",
    /// Factor on raids while the crops stand high.
    rear_tall_crops = "rear.tall_crops",
    /// Garrison near a line that foils half of the raids on it (men).
    rear_garrison_half_men = "rear.garrison_half_men",
    /// How far a garrison reaches (km).
    rear_garrison_km = "rear.garrison_km",
    /// Men needed to guard a km of line.
    rear_garrison_men_per_km = "rear.garrison_men_per_km",
    /// Men of a band who go on a raid.
    rear_party_men = "rear.party_men",
    /// Dead and wounded among them in a raid that cut a line (share, mean).
    rear_band_losses = "rear.band_losses",
    /// The same in one that was driven off.
    rear_band_losses_foiled = "rear.band_losses_foiled",
    /// Least capacity that a raid takes from a line (thousandths).
    rear_damage_low = "rear.damage_low",
    /// Most.
    rear_damage_high = "rear.damage_high",
    /// Capacity that engineers give back in a day (thousandths).
    rear_repair_per_day = "rear.repair_per_day",
    /// Least dead and wounded of the garrison in a raid that cut a line.
    rear_garrison_losses_low = "rear.garrison_losses_low",
    /// Most.
    rear_garrison_losses_high = "rear.garrison_losses_high",
    /// Spread of counts of losses behind the lines: a count is told as between itself divided by this and times this.
    rear_losses_spread = "rear.losses_spread",
}
